import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPrograms } from '../src/engines/find-program.ts'
import type { Binary, Expr } from '../src/promql/ast.ts'
import { childrenOf } from '../src/promql/children-of.ts'
import { type Facts, rangeOf } from '../src/promql/infer/facts.ts'
import { type Inference, infer } from '../src/promql/infer/infer.ts'
import { factIn } from '../src/promql/infer/label-set.ts'
import { duplicatesOf } from '../src/promql/infer/match-labels.ts'
import type { Shape } from '../src/promql/infer/shape.ts'
import type { ValueRange } from '../src/promql/infer/value-range.ts'
import { openWorld } from '../src/promql/infer/world.ts'
import { parsePromql } from '../src/promql/parse.ts'
import { typeOf } from '../src/promql/type-of.ts'
import { inventedWorld } from './support/invented-world.ts'
import { writeLabels } from './support/label-notation.ts'
import { endOfSamples, openMetricsOf } from './support/openmetrics-of-world.ts'
import { generateQueries } from './support/query-generator.ts'
import { type Answer, type QueryServer, type Sample, startQueryServer } from './support/query-server.ts'

/** The machine's own Prometheus, and the newest one. */
const suites = await Promise.all(
  ['own', 'sid'].map(async (suite) => {
    const options = { fetch: true, ...(suite === 'own' ? {} : { suite }) }
    const { found, missing } = await findPrograms(['prometheus', 'promtool'], options)
    return { suite, found, missing, version: found.get('prometheus')?.version ?? 'none' }
  }),
)

describe.each(suites)('what is inferred holds in Prometheus $version ($suite)', ({ suite, found, missing }) => {
  const generated = 500
  let server: QueryServer

  beforeAll(async () => {
    const [prometheus, promtool] = [found.get('prometheus'), found.get('promtool')]
    if (prometheus === undefined || promtool === undefined) throw missing.get('prometheus') ?? missing.get('promtool')
    server = await startQueryServer({ prometheus, promtool }, openMetricsOf(inventedWorld))
  })
  afterAll(() => server?.stop())

  test('for expressions that a person would write, or had better not', async () => {
    const seen = await confront(server, handWritten)
    expect(seen.contradictions.join('\n')).toBe('')
    expect(seen.answers).toBeGreaterThan(handWritten.length)
  })

  test(`for ${generated} generated expressions and each of their parts`, { timeout: 300_000 }, async () => {
    const queries = generateQueries(inventedWorld, generated, suite === 'own' ? 42 : 43)
    const seen = await confront(server, queries)
    expect(seen.contradictions.slice(0, 20).join('\n')).toBe('')
    expect(seen.answers).toBeGreaterThan(generated)
    expect(seen.empty).toBeGreaterThan(generated / 10)
  })
})

interface Seen {
  readonly contradictions: readonly string[]
  /** How many parts gave series, and how many gave none. */
  readonly answers: number
  readonly empty: number
}

/** Asks for every part of expressions, and compares the answers with what is inferred, with and without a catalog. */
async function confront(server: QueryServer, queries: readonly string[]): Promise<Seen> {
  const contradictions: string[] = []
  let [answers, empty] = [0, 0]
  for (const text of queries) {
    const { node, faults } = parsePromql(text)
    if (node === null) throw new Error(`${text}: ${faults[0]?.message}`)
    const inferences = [infer(node, inventedWorld), infer(node, openWorld)]
    const known = new Map<Expr, Answer>()
    for (const part of partsOf(node)) {
      const query = text.slice(part.from, part.to)
      const answer = await server.query(query, endOfSamples)
      known.set(part, answer)
      // What refuses a part refuses what it is a part of.
      if ('refused' in answer && partsOf(part).some((inner) => inner !== part && isRefused(known.get(inner)))) continue
      const [contradiction] = inferences.flatMap((inference) => contradictionsOf(part, inference, known))
      if (contradiction !== undefined) contradictions.push(`${query}\n    ${contradiction}`)
      if (countOf(answer) > 0) answers += 1
      else if (!isRefused(answer)) empty += 1
    }
  }
  return { contradictions, answers, empty }
}

const isRefused = (answer: Answer | undefined) => answer !== undefined && 'refused' in answer
const countOf = (answer: Answer | undefined) =>
  answer === undefined || 'refused' in answer ? 0 : answer.samples.length

/** The parts that can be asked for: all but strings and range vectors. */
function partsOf(node: Expr): readonly Expr[] {
  const type = typeOf(node)
  const inner = childrenOf(node).flatMap(partsOf)
  return type === 'instant' || type === 'scalar' ? [...inner, node] : inner
}

function contradictionsOf(node: Expr, inference: Inference, known: ReadonlyMap<Expr, Answer>): readonly string[] {
  const facts = inference.of(node)
  const answer = known.get(node)
  if (answer === undefined) return []
  if ('refused' in answer) return refusalContradicts(node, inference, answer.refused)
  if (node.kind === 'binary' && leavesLeft(node, inference) && countOf(answer) !== countOf(known.get(node.left))) {
    return ['all of the left side should be left']
  }
  if (answer.samples.length === 0) return facts.certain ? ['certain, but empty'] : []
  return answer.samples.flatMap((sample) => (allows(facts, sample) ? [] : [describeSample(sample, facts)]))
}

/** Whether nothing of the left side is filtered out, so far as is inferred. */
function leavesLeft(node: Binary, inference: Inference): boolean {
  if (node.operator === 'unless') return inference.matchOf(node)?.possible === false
  return typeOf(node.right) === 'scalar' && inference.verdictOf(node) === 'always'
}

function allows({ shapes }: Facts, sample: Sample): boolean {
  return shapes.some((shape) => allowsLabels(shape, sample) && allowsValue(shape.range, sample.value))
}

function allowsLabels({ labels }: Shape, sample: Sample): boolean {
  const listed = [...labels.labels].every(([name, { certain, values }]) => {
    const value = sample.labels[name]
    return value === undefined ? !certain : values === null || values.includes(value)
  })
  return listed && Object.keys(sample.labels).every((name) => factIn(labels, name).values?.length !== 0)
}

/** Sums of many numbers may end a hair beside where they should. */
function allowsValue({ min, max, nan }: ValueRange, value: number): boolean {
  if (Number.isNaN(value)) return nan
  const hair = Number.isFinite(value) ? Math.abs(value) * 1e-9 + 1e-9 : 0
  return value >= min - hair && value <= max + hair
}

function refusalContradicts(node: Expr, inference: Inference, refused: string): readonly string[] {
  if (node.kind !== 'binary' || !/duplicate series|multiple matches/.test(refused)) return []
  const sides = (['left', 'right'] as const).filter((side) => risk(node, inference, side) === 'none')
  const blamed = /on the (left|right) hand-side|(multiple matches)/.exec(refused)
  const side = blamed?.[1]
  if (side !== undefined)
    return sides.some((one) => one === side) ? [`${side} side has no duplicates, but: ${refused}`] : []
  return sides.length === 2 ? [`no duplicates, but: ${refused}`] : []
}

const risk = (node: Binary, inference: Inference, side: 'left' | 'right') =>
  duplicatesOf(inference.of(node[side]), node.matching).risk

function describeSample({ labels, value }: Sample, facts: Facts): string {
  const shapes = facts.shapes.map((shape) => {
    const { min, max, nan } = shape.range
    return `[${writeLabels(shape.labels)} ${min}..${max}${nan ? ' or NaN' : ''}]`
  })
  return `${JSON.stringify(labels)} = ${value}, but inferred: ${shapes.join(' ')} ${JSON.stringify(rangeOf(facts))}`
}

const handWritten: readonly string[] = [
  // Functions
  'predict_linear(memory_bytes[10m], 3600) < 0',
  'holt_winters(memory_bytes[10m], 0.5, 0.5)',
  'double_exponential_smoothing(memory_bytes[10m], 0.5, 0.5)',
  'mad_over_time(connections[5m])',
  'last_over_time(leader[5m])',
  'ts_of_max_over_time(connections[5m])',
  'info(up)',
  'sort_by_label(leader, "instance")',
  'limitk(2, up)',
  'limit_ratio(0.5, up)',
  'histogram_count(latency_seconds_bucket)',
  'histogram_fraction(0, 1, latency_seconds_bucket)',
  'day_of_week() * day_of_month(start_timestamp_seconds) + day_of_year() - days_in_month() * year()',
  'minute(vector(NaN)) or minute()',
  'scalar(up{instance="cache-1"}) + scalar(up)',
  'timestamp(leader) - start_timestamp_seconds',
  'time() - max by (job) (start_timestamp_seconds) > 0',
  'round(cache_hit_ratio, 0.25) or round(cache_hit_ratio, -1)',
  'clamp(cache_hit_ratio, 0.2, 0.8) + clamp_min(cache_hit_ratio, 0.5)',
  'sqrt(drift_celsius) or ln(drift_celsius) or log10(drift_celsius) or acosh(drift_celsius)',
  'absent(requests_total{job="api", job="db", code!="200"})',
  'absent(requests_total{job="nobody", code="200", method=""})',
  'absent((requests_total{job="nobody"}))',
  'absent(requests_total{job="nobody"} offset 5m)',
  'absent_over_time(requests_total{job="nobody", code=~"2.."}[5m])',
  'absent_over_time(sum(requests_total{job="nobody"})[5m:])',
  'count_over_time(rate(requests_total[2m])[10m:1m])',
  'max_over_time(sum by (job) (rate(requests_total[2m]))[10m:1m])',
  'last_over_time(requests_total[5m] offset 1m)',
  // Labels
  'label_replace(up, "__name__", "renamed", "", "")',
  'label_replace(requests_total, "verb", "$1", "method", "(.+)")',
  'label_replace(requests_total, "method", "none", "method", "")',
  'label_replace(requests_total, "code", "${1}xx", "code", "([0-9])..")',
  'label_replace(requests_total, "code", "$class", "code", "(?P<class>[45]).*")',
  'label_replace(leader, "x", "$$1-$0", "instance", "(db)-(.)")',
  'label_replace(memory_bytes, "pool", "", "pool", "hot")',
  'label_join(memory_bytes, "id", "", "pool", "ghost")',
  'label_join(memory_bytes, "id", "/", "pool", "ghost")',
  'label_join(memory_bytes, "job", ",")',
  'count_values("value", leader)',
  'count_values by (job) ("job", leader)',
  'count_values without (instance) ("instance", leader)',
  'count_values("__name__", build_info)',
  'sum by (__name__) ({__name__=~"memory_.*"})',
  'max without () (leader)',
  'topk by (job) (1, requests_total) + 0',
  'topk(0, up) or bottomk(1, up)',
  'quantile by (job) (0.9, up) or quantile(2, up)',
  'stddev(connections) + stdvar(connections) / group(connections)',
  // Selectors
  'requests_total{method=~"GET|"}',
  'requests_total{method!~"GET|"}',
  'requests_total{method!="GET", code!~"2.*"}',
  'requests_total{ghost="", ghost!="x", ghost!~".+"}',
  'requests_total{ghost!=""} or requests_total{ghost=~".+"}',
  'latency_seconds_bucket{le="0.1"} or latency_seconds_bucket{le=~"0[.]5|2.5"}',
  '{__name__=~".+_bytes", job!="db"}',
  '{job="cache"}',
  'build_info{edition=~"(?i:FREE)"}',
  'up{instance=~"api-\\\\d"}',
  // Matching
  'requests_total / ignoring (code) group_left () sum without (code) (requests_total)',
  'sum without (code) (requests_total) == ignoring (code) group_right () requests_total',
  'requests_total > bool ignoring (code) group_left () sum without (code) (requests_total)',
  'leader == on (instance) up',
  'leader >= ignoring (job) up',
  'leader + on (__name__, instance) leader',
  'leader == on (__name__, instance) leader',
  'leader == ignoring (__name__, job) leader',
  'memory_bytes{pool=""} / memory_limit_bytes',
  'memory_bytes / on (job, instance) group_left () memory_limit_bytes',
  'memory_limit_bytes - on (job, instance) group_right () memory_bytes > 0',
  'connections * on (instance) group_left (version, edition) build_info{version="version-x"}',
  'requests_total * on (instance) group_left (pool, code) (memory_bytes offset 1m)',
  'up * on (job, instance) group_left (mode) cpu_seconds_total{mode="user"}',
  'connections and on (instance) (leader == 1)',
  'connections unless on (job) up{job="api"}',
  'connections and memory_bytes',
  'memory_bytes{pool="hot"} or on (instance) memory_bytes',
  'up{job="db"} or leader or vector(0)',
  'vector(0) or on () up',
  'vector(1) unless on () up',
  'vector(1) unless on () vector(0)',
  'vector(1) and vector(2) == 2',
  '(sum(rate(errors_total[5m])) or vector(0)) / sum(rate(requests_total[5m]))',
  'sum(rate(errors_total[5m])) / sum(rate(requests_total{code="ghost"}[5m]))',
  // Values
  'cache_hit_ratio > 1 or cache_hit_ratio >= 1 or 1 <= cache_hit_ratio',
  'connections > 20 < 60 != 30',
  'connections > bool 200 == bool 0',
  'connections_limit - on (instance) group_right () connections',
  'connections / on (instance) group_left () connections_limit > 2',
  'connections % 7 + connections ^ 2 - 2 ^ connections',
  '-connections / connections * -1',
  '1 / (connections - connections)',
  'drift_celsius % -3 or drift_celsius ^ 0.5 or drift_celsius ^ -1',
  'sum(drift_celsius) or sum(-connections) or avg(drift_celsius)',
  '0 * vector(Inf) or 0 / vector(0)',
  'up ^ up or (up - 1) ^ (0 - up)',
  'histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[5m]))) > 2.5',
  'histogram_quantile(scalar(vector(0.5)), latency_seconds_bucket)',
  'histogram_quantile(-1, latency_seconds_bucket)',
  'histogram_quantile(0.5, latency_seconds_bucket{le="+Inf"})',
  'histogram_quantile(0.5, label_replace(up, "le", "+Inf", "", ""))',
  'rate(latency_seconds_sum[5m]) / rate(latency_seconds_count[5m])',
  'sum(shards) / count(shards)',
  'abs(delta(memory_bytes[5m])) / memory_bytes < 0.1',
]
