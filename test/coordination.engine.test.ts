import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import express from 'express'
import { Redis as Client } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoDatabase } from '../exporters/coordination/demo.ts'
import { stateKey } from '../exporters/coordination/keys.ts'
import { createPrometheusRouter } from '../exporters/coordination/router.ts'
import { coordinationSimulator } from '../exporters/coordination/simulator.ts'
import { createLog } from '../src/http/log.ts'
import type { HttpServer } from '../src/http/server.ts'
import { coordinationFamilies } from '../src/instrument/coordination-families.ts'
import { coordinatorMetrics, Registry } from '../src/instrument/index.ts'
import { startSimulators } from '../src/simulator/start-simulators.ts'
import { until } from './support/child.ts'
import { engineProgram } from './support/engine-program.ts'
import { type ExposedSeries, parseExposition, seriesValue } from './support/exposition.ts'
import { playScenario } from './support/play-scenario.ts'
import { startRedis, type TestRedis } from './support/redis.ts'
import { startTestExporter } from './support/start-test-exporter.ts'

let redis: TestRedis
let client: Client
const stops: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  redis = await startRedis()
  client = new Client({ host: redis.host, port: redis.port, password: redis.password, db: demoDatabase })
  // A test stops the server; the client comes back by itself.
  client.on('error', () => {})
}, 60_000)
beforeEach(() => client.flushdb())
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})
afterAll(async () => {
  client?.disconnect()
  await redis?.stop()
})

const section = () => ({ host: redis.host, port: redis.port, passwordFile: redis.passwordFile })

async function exporter(sections: Readonly<Record<string, unknown>> = {}): Promise<HttpServer> {
  const server = await startTestExporter({
    cacheTtl: '0s',
    redis: section(),
    collectors: { coordination: { database: demoDatabase, refreshInterval: '1ms' } },
    mounts: { '/prometheus': ['coordination'] },
    ...sections,
  })
  stops.push(() => server.stop())
  return server
}

async function simulate(scenario: string): Promise<HttpServer> {
  const log = createLog('test', { level: 'silent' })
  const config = { listen: { host: '127.0.0.1', port: 0 }, redis: section() }
  const server = await startSimulators(config, [coordinationSimulator], { log })
  stops.push(() => server.stop())
  await playScenario(server.url, 'coordination', scenario)
  return server
}

type Families = ReadonlyMap<string, readonly ExposedSeries[]>

async function scrape(url: string): Promise<Families> {
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  return parseExposition(await answer.text())
}

const sum = (families: Families, name: string, labels: Readonly<Record<string, string>> = {}) =>
  (families.get(name) ?? [])
    .filter((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    .reduce((total, { value }) => total + value, 0)
const highest = (families: Families, name: string) =>
  Math.max(...(families.get(name) ?? []).map(({ value }) => value), Number.NEGATIVE_INFINITY)

async function put(n: number, fields: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const value = {
    status: 'waiting',
    startTime: Date.now() - n * 10,
    phase: 'auth',
    swarmId: 's',
    coordinatorId: `c${n}`,
  }
  await client.set(stateKey(`s${n % 200}`, `c${n}`), JSON.stringify({ ...value, ...fields }), 'EX', 86_400)
}

/** What promtool says about an exposition, without the names that the requirement breaks conventions with. */
async function lint(text: string): Promise<readonly string[]> {
  const { path, env } = await engineProgram('promtool')
  const run = promisify(execFile)(path, ['check', 'metrics'], { env: { ...process.env, ...env } })
  run.child.stdin?.end(text)
  const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error)
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('blocking_coordinators_total non-'))
}

describe('the coordination collector on a real Redis', () => {
  it('serves the same state at /metrics and at /prometheus/metrics, and its health beside it', async () => {
    await put(1)
    await put(201)
    const server = await exporter()
    for (const path of ['/metrics', '/prometheus/metrics']) {
      const families = await scrape(server.url + path)
      const labels = { swarm_id: 's1', phase: 'auth', status: 'waiting' }
      expect(seriesValue(families, 'blocking_coordinators_total', labels)).toBe(2)
      expect(seriesValue(families, 'belfry_collector_success', { collector: 'coordination' })).toBe(1)
    }
    expect((await scrape(`${server.url}/prometheus/metrics`)).has('process_cpu_seconds_total')).toBe(false)
    const health = await fetch(`${server.url}/prometheus/health`)
    expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([200, 'healthy'])
  })

  it('reads its own database only', async () => {
    await redis.send([`SET ${stateKey('elsewhere', 'c')} {"status":"waiting"}`])
    const families = await scrape(`${(await exporter()).url}/metrics`)
    expect(sum(families, 'blocking_coordinators_total')).toBe(0)
  })

  it('reads a Redis of its own, where it is given one', async () => {
    await put(1)
    const own = { redis: section(), database: demoDatabase, refreshInterval: '1ms' }
    const elsewhere = { host: '127.0.0.1', port: 1 }
    for (const sections of [{ redis: elsewhere }, {}]) {
      const server = await startTestExporter({ ...sections, cacheTtl: '0s', collectors: { coordination: own } })
      stops.push(() => server.stop())
      const families = await scrape(`${server.url}/metrics`)
      expect(sum(families, 'blocking_coordinators_total', { status: 'waiting' })).toBe(1)
    }
  })

  it('reads 10,000 coordinators within its time, and keeps to its limits', async () => {
    for (let from = 0; from < 10_000; from += 1000) {
      await Promise.all(Array.from({ length: 1000 }, (_, n) => put(from + n)))
    }
    const families = await scrape(`${(await exporter()).url}/metrics`)
    expect(sum(families, 'blocking_coordinators_total', { status: 'waiting' })).toBe(10_000)
    expect(families.get('blocking_coordinators_total')).toHaveLength(51 + 5)
    expect(families.get('blocking_coordinator_wait_seconds')).toHaveLength(100)
    expect(families.has('belfry_series_dropped_total')).toBe(false)
  }, 60_000)

  it('stays valid whatever the keys hold', async () => {
    await simulate('bad JSON')
    const text = await (await fetch(`${(await exporter()).url}/prometheus/metrics`)).text()
    expect(await lint(text)).toEqual([])
    const families = parseExposition(text)
    expect(seriesValue(families, 'blocking_unreadable_keys', { kind: 'state' })).toBeGreaterThan(3)
    const hostile = 'quote " backslash \\ newline \n brace }'
    expect(seriesValue(families, 'blocking_coordinators_total', { swarm_id: hostile, status: 'waiting' })).toBe(1)
    expect(seriesValue(families, 'belfry_collector_success', { collector: 'coordination' })).toBe(1)
  })

  it('says so when Redis is gone, and follows when it is back', async () => {
    const server = await exporter()
    await scrape(`${server.url}/metrics`)
    await redis.halt()
    const families = await scrape(`${server.url}/prometheus/metrics`)
    expect(seriesValue(families, 'belfry_collector_success', { collector: 'coordination' })).toBe(0)
    expect(families.has('blocking_coordinators_total')).toBe(false)
    expect((await fetch(`${server.url}/prometheus/health`)).status).toBe(503)
    await redis.resume()
    const after = await scrape(`${server.url}/metrics`)
    expect(seriesValue(after, 'belfry_collector_success', { collector: 'coordination' })).toBe(1)
  })

  it('ends in time with a server that accepts and says nothing', async () => {
    const hole = createServer(() => {})
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve))
    stops.push(async () => hole.close())
    const address = hole.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const server = await exporter({ collectorTimeout: '300ms', redis: { host: '127.0.0.1', port } })
    const families = await scrape(`${server.url}/metrics`)
    const labels = { collector: 'coordination', reason: 'timeout' }
    expect(seriesValue(families, 'belfry_collector_errors_total', labels)).toBeGreaterThan(0)
  })
})

describe('the router', () => {
  it('serves an Express application both sources, at the documented paths', async () => {
    await put(1)
    const registry = new Registry()
    coordinatorMetrics({ swarmId: 's1', coordinatorId: 'c1', registry }).waited('completed', 12)
    // Nothing is served again, however slow the machine is.
    const options = { refreshInterval: '1ms' }
    const app = express()
    app.use('/prometheus', createPrometheusRouter({ redis: client, registry, timeoutMs: 500, options }))
    app.get('/prometheus/other', (_request, response) => void response.send('theirs'))
    const server = app.listen(0, '127.0.0.1')
    stops.push(async () => server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/prometheus`

    const answer = await fetch(`${url}/metrics`)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const text = await answer.text()
    expect(await lint(text)).toEqual([])
    const families = parseExposition(text)
    expect(sum(families, 'blocking_coordinators_total', { status: 'waiting' })).toBe(1)
    expect(seriesValue(families, 'blocking_duration_seconds_count', { status: 'completed' })).toBe(1)
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({
      status: 'healthy',
      service: 'prometheus-metrics',
    })
    expect(await (await fetch(`${url}/other`)).text()).toBe('theirs')

    await redis.halt()
    const silent = await scrape(`${url}/metrics`)
    expect(seriesValue(silent, 'blocking_duration_seconds_count', { status: 'completed' })).toBe(1)
    expect(seriesValue(silent, 'belfry_collector_success', { collector: 'coordination' })).toBe(0)
    await redis.resume()
  })
})

describe('the simulator', () => {
  it('serves every documented metric between the two sources', async () => {
    const simulator = await simulate('healthy')
    const own = await scrape(`${simulator.url}/coordination/prometheus/metrics`)
    for (const { name, type } of Object.values(coordinationFamilies)) {
      // A signal is acknowledged when the first wait ends.
      if (name === coordinationFamilies.signalLatencySeconds.name) continue
      expect([name, own.has(type === 'histogram' ? `${name}_bucket` : name)]).toEqual([name, true])
    }
    expect(await lint(await (await fetch(`${simulator.url}/coordination/prometheus/metrics`)).text())).toEqual([])
    const families = await scrape(`${(await exporter()).url}/prometheus/metrics`)
    expect(sum(families, 'blocking_coordinators_total', { status: 'waiting' })).toBeGreaterThan(0)
    expect(sum(families, 'blocking_heartbeats', { health: 'stale' })).toBe(0)
    expect(sum(families, 'blocking_heartbeats', { health: 'missing' })).toBe(0)
    expect(sum(families, 'blocking_escalated_coordinators')).toBe(1)
  })

  it('leaves nothing of another scenario, nor of itself', async () => {
    const simulator = await simulate('many coordinators')
    expect(await client.dbsize()).toBeGreaterThan(6000)
    await playScenario(simulator.url, 'coordination', 'healthy')
    expect(await client.dbsize()).toBeLessThan(100)
    await stops.pop()?.()
    expect(await client.dbsize()).toBe(0)
  }, 60_000)

  it.each([
    ['stuck coordinator', (families: Families) => highest(families, 'blocking_oldest_wait_seconds') > 1800],
    ['heartbeats missing', (families: Families) => sum(families, 'blocking_heartbeats', { health: 'missing' }) === 2],
    ['heartbeats missing', (families: Families) => sum(families, 'blocking_heartbeats', { health: 'stale' }) === 1],
    [
      'many coordinators',
      (families: Families) => sum(families, 'blocking_coordinators_total', { status: 'waiting' }) > 2000,
    ],
    ['idle', (families: Families) => sum(families, 'blocking_coordinators_total', { status: 'waiting' }) === 0],
  ])('shows %s', async (scenario, shows) => {
    await simulate(scenario)
    expect(shows(await scrape(`${(await exporter()).url}/metrics`))).toBe(true)
  })

  it('shows a storm of timeouts in both sources', async () => {
    const simulator = await simulate('timeout storm')
    const server = await exporter()
    const before = await scrape(`${server.url}/metrics`)
    const grows = async (url: string, name: string, from: number) => sum(await scrape(url), name) > from
    const seen = sum(before, 'blocking_escalations_total')
    await until('an escalation', () => grows(`${server.url}/metrics`, 'blocking_escalations_total', seen))
    const own = `${simulator.url}/coordination/prometheus/metrics`
    await until('a second timeout', () => grows(own, 'timeout_events_total', 1))
  })
})
