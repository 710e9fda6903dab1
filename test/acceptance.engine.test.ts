import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alsoFromApplication } from '../exporters/orchestrator/metrics.ts'
import { orchestratorFamilies } from '../src/instrument/orchestrator-families.ts'
import { metricsOf, type SystemMetric } from '../src/renderers/system-metrics.ts'
import { documented } from './fixtures/documented.ts'
import { until } from './support/child.ts'
import { alertsByName, dpgModel } from './support/dpg-model.ts'
import { engineProgram } from './support/engine-program.ts'
import { exampleQueries, isCondition, panelQueries, recordings } from './support/evaluation.ts'
import { playScenario } from './support/play-scenario.ts'
import { type QueryServer, queryServer } from './support/prometheus-api.ts'
import { startWatchedStack, type WatchedStack } from './support/watched-stack.ts'

/** Set to try it with the engines of another Debian suite. */
const suite = process.env.BELFRY_TEST_SUITE ?? ''

const model = dpgModel()
const panels = panelQueries(model)
const rules = recordings(model)
const systems = model.systems.map((system) => ({ ...system, metrics: metricsOf(model, system) }))
const alerts = [...alertsByName(model).values()]
const examples = await Promise.all(
  systems.map(async ({ name }) => {
    const page = new URL(`../docs/systems/${name}.differences.md`, import.meta.url)
    return { system: name, queries: exampleQueries(await readFile(page, 'utf8')) }
  }),
)

const runbookFiles = await readdir(new URL('../runbooks/', import.meta.url), { recursive: true })
const runbooks = new Set(runbookFiles.flatMap((path) => (path.endsWith('.md') ? [path.slice(0, -'.md'.length)] : [])))

/** What each scenario brings about that a healthy system does not have, and a query that says when it has come. */
const happenings = [
  [
    'orchestrator',
    'crash-looping workers',
    'count(increase(pupsourcing_orchestrator_coordination_duration_seconds_count[1m]) > 0)',
  ],
  ['goverse', 'node-lost', 'count(goverse_shard_migrations_total)'],
  ['goverse', 'failing-calls', 'count(goverse_method_calls_total{object_type="ChatRoom", status="failure"} > 1)'],
  ['manatee', 'half JSON', 'count(manatee_scrape_error)'],
  ['manatee', 'frozen shard', 'count(manatee_cluster_frozen_timestamp_seconds)'],
] as const

/** Panels that are rightly empty for a while, with what they are computed from: the page cache may hold all that is read. */
const mayRest: Readonly<Record<string, string>> = { 'node / Mean latency': 'node_disk_read_time_seconds_total' }

let watched: WatchedStack
let prometheus: QueryServer
/** Rows of panels, rules, examples and metrics that have data. */
const filled = {
  panels: new Set<string>(),
  rules: new Set<string>(),
  examples: new Set<string>(),
  metrics: new Set<string>(),
}

beforeAll(async () => {
  watched = await startWatchedStack(model, suite)
  prometheus = queryServer(watched.url)
  await watched.postgres.startStandby()
  await holdAnIndexBuild()
  await until('every target', async () => (await first('count(up == 1)')) === watched.targets, 60_000)
  // A rate needs two scrapes, and probes and notifications need their first rounds.
  await until('a dozen scrapes', async () => (await first('min(sum_over_time(up[1m]))')) >= 12, 60_000)
  await until(
    'a notification',
    async () => (await first('sum(rate(alertmanager_notifications_total[10s]))')) > 0,
    60_000,
  )
  for (const [system, scenario, happened] of happenings) {
    await switchScenario(system, scenario)
    await until(`${system}: ${scenario}`, async () => (await first(happened)) > 0, 60_000)
    await switchScenario(system, 'healthy')
  }
  await until('every target again', async () => (await first('count(up == 1)')) === watched.targets, 60_000)
}, 400_000)

afterAll(() => watched?.stop(), 60_000)

describe('every panel shows data', () => {
  it.each(panels.map((one) => [`${one.panel} / ${one.legend}`, one] as const))('%s', async (_, { panel, expr }) => {
    const rests = mayRest[panel]
    expect((await found(expr)) || (rests !== undefined && (await found(rests))), expr).toBe(true)
    filled.panels.add(panel)
  })
})

describe('every variable has values', () => {
  it.each(model.dashboards.flatMap((one) => one.variables.map((variable) => ({ key: one.key, variable }))))(
    '$key: $variable.name',
    async ({ variable }) => {
      if (variable.type !== 'query') return
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(variable.query.text) ?? []
      expect(await prometheus.ask(`label/${label}/values`, { 'match[]': selector })).not.toEqual([])
    },
  )
})

describe('every recording rule records', () => {
  it.each(rules.map(({ name }) => name))('%s', async (name) => {
    expect(await found(name)).toBe(true)
    filled.rules.add(name)
  })
})

describe('every example query has an answer', () => {
  const all = examples.flatMap(({ queries }) => queries)
  it.each(all.map((query) => [query.replaceAll(/\s+/g, ' '), query] as const))('%s', async (_, query) => {
    const answered = await found(query)
    if (!isCondition(query)) expect(answered, query).toBe(true)
    filled.examples.add(query)
  })
})

describe('every metric is in a real scrape as the catalog has it', () => {
  it.each(
    systems.flatMap(({ name, metrics }) =>
      scraped(metrics).map((metric) => [name, metric.family.name, metric] as const),
    ),
  )('%s: %s', async (_, name, { family }) => {
    const series = await prometheus.series(family.type === 'histogram' ? `${name}_bucket` : name)
    expect(series.length, name).toBeGreaterThan(0)
    expect([family.type === 'info' ? 'gauge' : family.type, 'unknown']).toContain(await typeOf(name))
    const allowed = new Set<string>([
      ...family.labels,
      ...family.labels.map((label) => `exported_${label}`),
      ...ofTargets,
    ])
    expect(series.flatMap((labels) => Object.keys(labels)).filter((label) => !allowed.has(label))).toEqual([])
    filled.metrics.add(name)
  })
})

describe('every documented metric of the orchestrator has one source, its labels and its buckets', () => {
  it.each(Object.values(orchestratorFamilies).map((family) => [family.name, family] as const))(
    '%s',
    async (name, { type, labels, buckets }) => {
      const series = await prometheus.series(type === 'histogram' ? `${name}_bucket` : name)
      const source = alsoFromApplication.includes(name) ? 'dpg-application' : 'orchestrator'
      expect([...new Set(series.map(({ job }) => job))]).toEqual([source])
      const own = series.flatMap((one) => Object.keys(one).filter((label) => !ofTargets.includes(label)))
      expect([...new Set(own)].sort()).toEqual([...labels].sort())
      if (type !== 'histogram') return
      const bounds = new Set(series.map(({ le = '' }) => Number(le.replace('+Inf', 'Infinity'))))
      expect([...bounds].sort((a, b) => a - b)).toEqual([...buckets, Number.POSITIVE_INFINITY])
    },
  )

  it('the application exposes all of them; what the tables are the record of is dropped', async () => {
    const exposed = await (await fetch(`${watched.simulators}/orchestrator/metrics`)).text()
    for (const { name } of Object.values(orchestratorFamilies)) expect(exposed).toContain(`# TYPE ${name} `)
    expect(await first('count(pupsourcing_orchestrator_reconfiguration_total{replica_set="reporting"})')).toBe(1)
  })
})

describe('promtool', () => {
  it('finds nothing in any exposition but names that are documented so', async () => {
    const { activeTargets } = (await prometheus.ask('targets', { state: 'active' })) as Targets
    const jobs = activeTargets.filter(({ labels }) => !stock.includes(labels.job))
    const native = `${watched.simulators}/manatee/1.moray.demo.example/peer1/metrics`
    const urls = [...jobs.map(({ scrapeUrl }) => scrapeUrl), native]
    const findings = await Promise.all(urls.map(async (url) => lint(await (await fetch(url)).text())))
    const misnamed = [...new Set(findings.flat())].sort()
    console.log(misnamed.join('\n'))
    expect(urls.length).toBeGreaterThanOrEqual(9)
    const unexplained = misnamed.filter((line) => {
      const name = line.split(' ')[0] ?? ''
      // The client library's own names, on every process that it measures.
      const isLibrary = /^nodejs_active_(handles|requests|resources)_total$/.test(name)
      return !isLibrary && (model.catalog.entries.get(name)?.family.nameBecause ?? '') === ''
    })
    expect(unexplained).toEqual([])
  })
})

describe('the table of the systems', () => {
  it('is complete', () => {
    const rows = systems.map(({ name, title, metrics }) => rowOf(name, title, metrics))
    console.table(Object.fromEntries(rows.map(({ title, ...row }) => [title, row])))
    const incomplete = rows.flatMap((row) =>
      Object.entries(row).filter(([, cell]) => {
        const [, part, whole] = /^(\d+) of (\d+)$/.exec(String(cell)) ?? []
        return part !== whole
      }),
    )
    expect(incomplete).toEqual([])
  })

  it.each(documented.map((one) => [one.system, one] as const))(
    '%s has all that its document names',
    (system, document) => {
      const own = alerts.filter((alert) => alert.system === system)
      const titles = model.dashboards
        .filter((one) => one.key === system)
        .flatMap(({ rows }) => rows.flatMap((row) => row.panels.map(({ title }) => title)))
      expect(systems.find(({ name }) => name === system)?.documented.toSorted()).toEqual(document.metrics.toSorted())
      expect(own.map(({ name }) => name)).toEqual(expect.arrayContaining([...document.alerts]))
      expect(titles.slice(0, document.panels.length)).toEqual(document.panels)
      expect(examples.find((one) => one.system === system)?.queries).toHaveLength(document.queries)
    },
  )
})

function rowOf(system: string, title: string, metrics: readonly SystemMetric[]) {
  const own = alerts.filter((alert) => alert.system === system)
  const document = documented.find((one) => one.system === system)
  const named = document?.metrics ?? []
  const titles = [...new Set(panels.filter((one) => one.system === system).map(({ panel }) => panel))]
  const records = rules.filter((rule) => rule.system === system).map(({ name }) => name)
  const queries = examples.find((one) => one.system === system)?.queries ?? []
  const told = (set: ReadonlySet<string>, names: readonly string[]) =>
    `${names.filter((name) => set.has(name)).length} of ${names.length}`
  return {
    title,
    'documented metrics served': told(filled.metrics, named),
    'metrics as scraped': told(
      filled.metrics,
      scraped(metrics).map(({ family }) => family.name),
    ),
    alerts: own.length,
    'documented alerts': told(new Set(own.map(({ name }) => name)), document?.alerts ?? []),
    'panels with data': told(filled.panels, titles),
    runbooks: told(
      runbooks,
      own.map(({ name }) => `${system}/${name}`),
    ),
    'recording rules': told(filled.rules, records),
    'example queries': told(filled.examples, queries),
  }
}

/** Metrics that no scrape of this stack can show, with the reason. */
const rare: Readonly<Record<string, string>> = {
  goverse_node_stop_duration_seconds: 'it is observed while a node stops, and then nobody scrapes it any more',
  belfry_series_dropped_total: 'it needs a family with more series than the exporter lets through',
}

/** Those of other versions of an exporter are shown by the test of the catalogs. */
function scraped(metrics: readonly SystemMetric[]): readonly SystemMetric[] {
  return metrics.filter(({ family }) => family.versions.length === 0 && !(family.name in rare))
}

/** What the target says; in OpenMetrics counters and facts are named without their suffix, and of no known type when they lack it. */
async function typeOf(name: string): Promise<string | undefined> {
  const metadata = async (metric: string) => {
    const { [metric]: [told] = [] } = (await prometheus.ask('metadata', { metric })) as Metadata
    return told?.type
  }
  return (await metadata(name)) ?? metadata(name.replace(/_(total|info)$/, ''))
}

interface Targets {
  readonly activeTargets: readonly { readonly labels: { readonly job: string }; readonly scrapeUrl: string }[]
}
/** Jobs whose expositions others answer for. */
const stock = ['prometheus', 'alertmanager', 'grafana', 'node', 'postgresql', 'redis']

/** What promtool says about an exposition. */
async function lint(text: string): Promise<readonly string[]> {
  const { path, env } = await engineProgram('promtool')
  const run = promisify(execFile)(path, ['check', 'metrics'], { env: { ...process.env, ...env } })
  run.child.stdin?.end(text)
  const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error)
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
}

type Metadata = Readonly<Record<string, readonly { readonly type: string }[]>>
/** Labels that targets add. */
const ofTargets = ['__name__', 'job', 'instance', 'service', 'component', 'le', 'quantile']

/** Whether a query has an answer that is a number. */
async function found(expr: string): Promise<boolean> {
  return (await prometheus.values(expr)).some((value) => !Number.isNaN(value))
}

/** The first value, 0 where there is none. */
async function first(expr: string): Promise<number> {
  return (await prometheus.values(expr))[0] ?? 0
}

/** An index build waits for a transaction to end, for as long as the test runs. */
async function holdAnIndexBuild(): Promise<void> {
  const writer = await watched.postgres.session()
  await writer.query('BEGIN; LOCK TABLE trajectories IN ROW EXCLUSIVE MODE')
  const builder = await watched.postgres.session()
  builder.query('CREATE INDEX CONCURRENTLY ON trajectories (embedding)').catch(() => {})
}

const switchScenario = (system: string, scenario: string): Promise<void> =>
  playScenario(watched.simulators, system, scenario)
