import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orchestratorFamilies } from '../src/instrument/orchestrator-families.ts'
import { until } from './support/child.ts'
import { dpgModel } from './support/dpg-model.ts'
import { playScenario } from './support/play-scenario.ts'
import { startWatchedStack, type WatchedStack } from './support/watched-stack.ts'

/** Set to try the queries with the engines of another Debian suite. */
const suite = process.env.BELFRY_TEST_SUITE ?? ''

const page = await readFile(new URL('../docs/systems/orchestrator.md', import.meta.url), 'utf8')
const queries = [...page.matchAll(/^```promql\n(.*?)^```$/gms)].map(([, text = '']) => text.trim())
/** A condition has no result while all is well. */
const isCondition = (query: string): boolean => /(?:[<>]=?|!=) \S+$|== 1$/.test(query)

/** The families that the application itself is the source of. */
const measured = [
  'coordination_duration_seconds',
  'events_processed_total',
  'projection_errors_total',
  'event_processing_duration_seconds',
  'heartbeat_latency_seconds',
].map((name) => `pupsourcing_orchestrator_${name}`)

let watched: WatchedStack

beforeAll(async () => {
  watched = await startWatchedStack(dpgModel(), suite)
  const seen = 'min(sum_over_time(up{job=~"orchestrator|dpg-application"}[1m]))'
  await until('a dozen scrapes', async () => Number((await ask(seen))[0]?.value[1]) >= 12, 90_000)
  await switchScenario('crash-looping workers')
  const coordinated = 'sum(increase(pupsourcing_orchestrator_reconfiguration_total[1m]))'
  await until('a reconfiguration', async () => Number((await ask(coordinated))[0]?.value[1]) > 0, 60_000)
  await switchScenario('healthy')
  const scored = 'count(replica_set:pupsourcing_orchestrator_coordination_duration_seconds:p99_rate30m > 0)'
  await until('a recorded coordination', async () => (await ask(scored)).length > 0, 60_000)
}, 300_000)

afterAll(() => watched?.stop(), 60_000)

describe('the example queries of the page', () => {
  it('are those of the requirement; two of its 39 stand there twice', () => {
    expect(queries).toHaveLength(37)
  })

  it.each(queries.map((query) => [query.replaceAll(/\s+/g, ' '), query] as const))('%s', async (_, query) => {
    const result = await ask(query)
    const values = result.map(({ value }) => value[1]).filter((value) => value !== 'NaN')
    if (!isCondition(query)) expect(values).not.toEqual([])
  })
})

describe('the thirteen documented metrics in Prometheus', () => {
  const families = Object.values(orchestratorFamilies)

  it.each(families.map((family) => [family.name, family] as const))('%s comes from one job', async (name, family) => {
    const series = family.type === 'histogram' ? `${name}_bucket` : name
    const jobs = (await ask(`count by (job) (${series})`)).map(({ metric }) => metric.job)
    expect(jobs).toEqual([measured.includes(name) ? 'orchestrator' : 'dpg-application'])
  })

  it.each(families.map((family) => [family.name, family] as const))('%s has its labels', async (name, family) => {
    const series = family.type === 'histogram' ? `${name}_count` : name
    const [first] = await ask(series)
    const { __name__, job, instance, service, ...own } = first?.metric ?? {}
    expect(Object.keys(own).sort()).toEqual([...family.labels].sort())
  })

  it.each(families.filter(({ type }) => type === 'histogram').map((family) => [family.name, family] as const))(
    '%s has its documented buckets',
    async (name, family) => {
      const result = await ask(`count by (le) (${name}_bucket)`)
      const bounds = result.map(({ metric }) => Number(metric.le?.replace('+Inf', 'Infinity')))
      expect(bounds.sort((a, b) => a - b)).toEqual([...family.buckets, Number.POSITIVE_INFINITY])
    },
  )

  it('are exposed by the application as well, and dropped where the tables are the record', async () => {
    const exposed = await (await fetch(`${watched.simulators}/orchestrator/metrics`)).text()
    for (const { name } of families) expect(exposed).toContain(`# TYPE ${name} `)
    const [series] = await ask('count(pupsourcing_orchestrator_reconfiguration_total{replica_set="reporting"})')
    expect(series?.value[1]).toBe('1')
  })
})

interface Series {
  readonly metric: Readonly<Record<string, string>>
  readonly value: readonly [number, string]
}

async function ask(query: string): Promise<readonly Series[]> {
  const response = await fetch(`${watched.url}/api/v1/query?${new URLSearchParams({ query })}`)
  const answer = (await response.json()) as { status: string; error?: string; data: { result: readonly Series[] } }
  if (answer.status !== 'success') throw new Error(`${answer.error}: ${query}`)
  return answer.data.result
}

const switchScenario = (scenario: string): Promise<void> => playScenario(watched.simulators, 'orchestrator', scenario)
