import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createPrometheusRouter } from '../exporters/coordination/router.ts'
import { type Scenario, scenarios } from '../exporters/coordination/simulation/scenarios.ts'
import { coordinationSimulator } from '../exporters/coordination/simulator.ts'
import { toYaml } from '../src/formats/yaml.ts'
import type { Router } from '../src/http/server.ts'
import { Registry } from '../src/instrument/index.ts'
import { renderRules } from '../src/renderers/rules.ts'
import { seededRandom } from '../src/simulator/random.ts'
import { memoryRedis } from './coordination-memory-redis.ts'
import { dpgModel } from './support/dpg-model.ts'
import { engineProgram } from './support/engine-program.ts'
import { parseExposition } from './support/exposition.ts'

/** What rings after a while of each scenario, and how often. */
const rings: Readonly<Record<Scenario, Readonly<Record<string, number>>>> = {
  healthy: {},
  'stuck coordinator': { StuckCoordinator: 1 },
  'heartbeats missing': { HeartbeatFailures: 1 },
  'timeout storm': { HeartbeatFailures: 1, TimeoutEvents: 1 },
  'slow signals': { HighBlockingDuration: 1, HighSignalLatency: 1, TimeoutEvents: 1 },
  'many coordinators': { HighBlockingCoordinators: 1 },
  // The heartbeat of the one with the hostile name cannot be read, so that it misses one.
  'bad JSON': { HeartbeatFailures: 1 },
  idle: { NoActiveCoordinators: 1 },
}

const minutes = { before: 8, during: 14 }
const scrapeSeconds = 30
const model = dpgModel()
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-coordination-'))
  for (const { path, content } of renderRules(model)) await writeFile(join(folder, basename(path)), content)
})
afterEach(() => void vi.useRealTimers())
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the alerts of blocking coordination, over simulated swarms', () => {
  it.each(Object.entries(rings))('%s rings %j', { timeout: 120_000 }, async (scenario, expected) => {
    const test = {
      interval: `${scrapeSeconds}s`,
      input_series: await simulate(scenario as Scenario),
      promql_expr_test: [
        {
          expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
          eval_time: `${minutes.before + minutes.during}m`,
          exp_samples: Object.entries(expected).map(([name, value]) => ({ labels: `{alertname="${name}"}`, value })),
        },
      ],
    }
    const file = join(folder, `${scenario.replaceAll(' ', '-')}.test.yml`)
    await writeFile(file, toYaml({ rule_files: ['coordination.yml'], evaluation_interval: '30s', tests: [test] }))
    const { path, env } = await engineProgram('promtool')
    const run = promisify(execFile)(path, ['test', 'rules', file], { env: { ...process.env, ...env } })
    const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stdout}${error.stderr}`)
    })
    expect(stdout).toContain('SUCCESS')
  })

  it('are seven, with the documented severities, and each is rung by some scenario', () => {
    const alerts = model.ruleFiles
      .filter(({ system }) => system === 'coordination')
      .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
      .flatMap((rule) => (rule.kind === 'alert' ? [[rule.name, rule.severity] as const] : []))
    expect(Object.fromEntries(alerts)).toEqual({
      HighBlockingCoordinators: 'warning',
      HighBlockingDuration: 'warning',
      HighSignalLatency: 'warning',
      HeartbeatFailures: 'critical',
      TimeoutEvents: 'critical',
      NoActiveCoordinators: 'info',
      StuckCoordinator: 'critical',
    })
    const rung = new Set(Object.values(rings).flatMap(Object.keys))
    expect(alerts.filter(([name]) => !rung.has(name))).toEqual([])
    expect(Object.keys(rings).sort()).toEqual(Object.keys(scenarios).sort())
  })
})

/** What Prometheus would have scraped from the exporter and from the instrumented process. */
async function simulate(scenario: Scenario): Promise<readonly { series: string; values: string }[]> {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_777_000_000_000 })
  const start = Date.now()
  const redis = memoryRedis(Date.now)
  let current: Scenario = 'healthy'
  const work = await coordinationSimulator.start({
    postgres: () => Promise.reject(new Error('no PostgreSQL here')),
    redis: async () => redis,
    random: seededRandom('coordination'),
    now: Date.now,
    scenario: () => current,
  })
  const native = nativeMetrics(work.routes)
  const state = stateMetrics(redis)
  const total = (minutes.before + minutes.during) * 60
  const values = new Map<string, string[]>()
  for (let second = 0; second <= total; second += 1) {
    vi.setSystemTime(start + second * 1000)
    if (second === minutes.before * 60) current = scenario
    await work.tick?.()
    if (second % scrapeSeconds !== 0) continue
    const round = second / scrapeSeconds
    const jobs = { 'blocking-coordination': await native(), 'dpg-application': await state() }
    for (const [job, text] of Object.entries(jobs)) {
      for (const [series, value] of seriesOf(text, job)) {
        const known = values.get(series) ?? []
        while (known.length < round) known.push('_')
        known.push(String(value))
        values.set(series, known)
      }
    }
    // As Prometheus marks what a target has ceased to expose.
    for (const known of values.values())
      if (known.length <= round) known.push(known.at(-1) === 'stale' || known.at(-1) === '_' ? '_' : 'stale')
  }
  return [...values].map(([series, known]) => ({ series, values: known.join(' ') }))
}

function* seriesOf(text: string, job: string): Generator<readonly [string, number]> {
  for (const [name, all] of parseExposition(text)) {
    for (const { labels, value } of all) {
      const pairs = Object.entries({ ...labels, job, instance: 'localhost' }).filter(([, one]) => one !== '')
      yield [`${name}{${pairs.map(([key, one]) => `${key}=${JSON.stringify(one)}`).join(',')}}`, value]
    }
  }
}

/** Asks the route that a simulator serves, without a server. */
function nativeMetrics(routes: ((router: Router) => void) | undefined): () => Promise<string> {
  const handlers = new Map<string, (request: unknown, response: unknown) => unknown>()
  routes?.({ get: (path: string, handler: () => unknown) => handlers.set(path, handler) } as unknown as Router)
  return async () => {
    let body = ''
    const response = {
      type: () => response,
      send: (text: string) => {
        body = text
      },
    }
    await handlers.get('/prometheus/metrics')?.({}, response)
    return body
  }
}

/** Asks the router that an application would mount, without a server. */
function stateMetrics(redis: ReturnType<typeof memoryRedis>): () => Promise<string> {
  const options = { refreshInterval: '1ms' }
  const router = createPrometheusRouter({ redis, registry: new Registry(), options })
  return () =>
    new Promise((resolve, reject) => {
      const response = { writeHead: () => response, end: (text: string) => resolve(text) }
      router({ url: '/metrics', method: 'GET' } as never, response as never, () => reject(new Error('not routed')))
    })
}
