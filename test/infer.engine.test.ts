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
  const generated = 800
  let server: QueryServer

  beforeAll(async () => {
    const [prometheus, promtool] = [found.get('prometheus'), found.get('promtool')]
    if (prometheus === undefined || promtool === undefined) throw missing.get('prometheus') ?? missing.get('promtool')
    server = await startQueryServer({ prometheus, promtool }, openMetricsOf(inventedWorld))
  })
  afterAll(() => server?.stop())

  test(`for ${generated} generated expressions and each of their parts`, { timeout: 300_000 }, async () => {
    const contradictions: string[] = []
    const seen = { answers: 0, samples: 0, empty: 0, refused: 0 }
    for (const text of generateQueries(inventedWorld, generated, suite === 'own' ? 42 : 43)) {
      const { node, faults } = parsePromql(text)
      if (node === null) throw new Error(`${text}: ${faults[0]?.message}`)
      const inference = infer(node, inventedWorld)
      const refused = new Set<Expr>()
      for (const part of partsOf(node)) {
        const query = text.slice(part.from, part.to)
        const answer = await server.query(query, endOfSamples)
        if ('refused' in answer) refused.add(part)
        // What refuses a part refuses what it is a part of.
        if ('refused' in answer && partsOf(part).some((inner) => inner !== part && refused.has(inner))) continue
        contradictions.push(
          ...contradictionsOf(part, inference, answer)
            .slice(0, 1)
            .map((what) => `${query}\n    ${what}`),
        )
        if ('refused' in answer) seen.refused += 1
        else if (answer.samples.length === 0) seen.empty += 1
        else {
          seen.answers += 1
          seen.samples += answer.samples.length
        }
      }
    }
    expect(contradictions.slice(0, 20).join('\n')).toBe('')
    expect(seen.answers).toBeGreaterThan(generated)
    expect(seen.empty).toBeGreaterThan(generated / 10)
    console.log(seen)
  })
})

/** The parts that can be asked for: all but strings and range vectors. */
function partsOf(node: Expr): readonly Expr[] {
  const type = typeOf(node)
  const inner = childrenOf(node).flatMap(partsOf)
  return type === 'instant' || type === 'scalar' ? [...inner, node] : inner
}

function contradictionsOf(node: Expr, inference: Inference, answer: Answer): readonly string[] {
  const facts = inference.of(node)
  if ('refused' in answer) return refusalContradicts(node, inference, answer.refused)
  if (answer.samples.length === 0) return facts.certain ? ['certain, but empty'] : []
  return answer.samples.flatMap((sample) => (allows(facts, sample) ? [] : [describeSample(sample, facts)]))
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
