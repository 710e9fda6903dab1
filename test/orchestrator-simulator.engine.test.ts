import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scenario } from '../exporters/orchestrator/simulation/scenarios.ts'
import { orchestratorSimulator } from '../exporters/orchestrator/simulator.ts'
import { createLog } from '../src/http/log.ts'
import type { HttpServer } from '../src/http/server.ts'
import { createRouter, startHttp } from '../src/http/server.ts'
import { seededRandom } from '../src/simulator/random.ts'
import type { SimulatorWork } from '../src/simulator/simulator.ts'
import { openStores } from '../src/simulator/stores.ts'
import { scrape } from './support/exporter-fixture.ts'
import { type ExposedSeries, parseExposition, seriesValue } from './support/exposition.ts'
import { startPostgres, type TestPostgres } from './support/postgres.ts'
import { startTestExporter } from './support/start-test-exporter.ts'

const main = { replica_set: 'main-projections' }
const named = (name: string) => `pupsourcing_orchestrator_${name}`

let postgres: TestPostgres
let stores: ReturnType<typeof openStores>
let work: SimulatorWork
let servers: HttpServer[] = []
let scenario: Scenario = 'healthy'
/** The simulator's clock, which a test moves; the tables have the database's. */
let now = 0

beforeAll(async () => {
  postgres = await startPostgres()
}, 60_000)
beforeEach(async () => {
  await postgres.sql('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  const { host, port, user, database, passwordFile } = postgres
  const section = { host, port, user, database, passwordFile, sslmode: 'disable' as const }
  stores = openStores({ listen: { host: '127.0.0.1', port: 0 }, postgres: section })
  scenario = 'healthy'
  now = 1_000_000
  work = await orchestratorSimulator.start({
    postgres: stores.postgres,
    redis: stores.redis,
    random: seededRandom('test'),
    now: () => now,
    scenario: () => scenario,
  })
  const router = createRouter()
  work.routes?.(router)
  const log = createLog('test', { level: 'silent' })
  const application = await startHttp({ host: '127.0.0.1', port: 0, log }, (all) => void all.use('/', router))
  const exporter = await startTestExporter({
    cacheTtl: '0s',
    postgres: section,
    collectors: { orchestrator: { refreshInterval: '1ms', staleAfter: '3s' } },
  })
  servers = [application, exporter]
})
afterEach(async () => {
  await work.stop?.()
  await Promise.all(servers.map((server) => server.stop()))
  await stores.close()
})
afterAll(() => postgres?.stop())

/** Plays a scenario for so many seconds of the simulator's clock. */
async function play(next: Scenario, seconds: number): Promise<void> {
  scenario = next
  for (let second = 0; second < seconds; second += 1) {
    now += 1000
    await work.tick?.()
  }
}

async function application(): Promise<ReadonlyMap<string, readonly ExposedSeries[]>> {
  return parseExposition(await (await fetch(`${servers[0]?.url}/metrics`)).text())
}

async function tables(): Promise<ReadonlyMap<string, readonly ExposedSeries[]>> {
  const [, exporter] = servers
  if (exporter === undefined) throw new Error('no exporter')
  return scrape(exporter)
}

describe('the simulated orchestrator', () => {
  it('is healthy at first: all workers run, all projections follow', async () => {
    await play('healthy', 10)
    const [state, measured] = [await tables(), await application()]
    expect(seriesValue(state, named('active_workers'), main)).toBe(3)
    expect(seriesValue(state, named('assigned_partitions'), main)).toBe(3)
    expect(seriesValue(state, named('reconfiguration_total'), main)).toBe(0)
    expect(seriesValue(state, named('projection_lag_events'), { projection: 'orders' })).toBeLessThan(30)
    expect(seriesValue(measured, named('events_processed_total'), { projection: 'orders' })).toBeGreaterThan(20)
    expect(seriesValue(measured, named('coordination_duration_seconds_count'), main)).toBe(3)
    expect(seriesValue(measured, named('heartbeat_latency_seconds_count'), main)).toBeGreaterThan(0)
  })

  it('and the application agree about what happened', async () => {
    await play('healthy', 5)
    await play('crash-looping workers', 60)
    const [state, measured] = [await tables(), await application()]
    for (const name of ['generations_total', 'reconfiguration_total', 'workers_registered_total']) {
      expect(seriesValue(state, named(name), main)).toBe(seriesValue(measured, named(name), main))
    }
    expect(seriesValue(state, named('reconfiguration_total'), main)).toBeGreaterThan(4)
    expect(seriesValue(state, named('workers_registered_total'), main)).toBeGreaterThan(12)
  })

  it('loses all workers: they still run by the tables, and nobody serves', async () => {
    await play('healthy', 10)
    await play('no workers', 2)
    await new Promise((resolve) => setTimeout(resolve, 3200))
    const state = await tables()
    expect(seriesValue(state, named('active_workers'), main)).toBe(0)
    expect(seriesValue(state, named('stale_workers'), main)).toBe(3)
    expect((await fetch(`${servers[0]?.url}/metrics`)).status).toBe(503)
    await play('healthy', 10)
    expect(seriesValue(await tables(), named('active_workers'), main)).toBe(3)
  })

  it('cleans a worker up that hangs', async () => {
    await play('healthy', 10)
    await play('stale workers', 8)
    await new Promise((resolve) => setTimeout(resolve, 3200))
    // The others are fresh again with their next heartbeat.
    await play('stale workers', 6)
    expect(seriesValue(await tables(), named('stale_workers'), main)).toBe(1)
    await play('stale workers', 30)
    const [state, measured] = [await tables(), await application()]
    expect(seriesValue(measured, named('stale_workers_cleaned_total'), main)).toBe(1)
    expect(seriesValue(state, named('stale_workers_cleaned_total'), main)).toBe(1)
    expect(seriesValue(state, named('active_workers'), main)).toBe(3)
  })

  it('coordinates for longer than the Go library could measure', async () => {
    await play('healthy', 10)
    await play('slow coordination', 60)
    const measured = await application()
    const slow = { ...main, le: '30' }
    const all = seriesValue(measured, named('coordination_duration_seconds_count'), main) ?? 0
    expect(all - (seriesValue(measured, named('coordination_duration_seconds_bucket'), slow) ?? 0)).toBe(3)
  })

  it('has a projection that stands still, and one that fails', async () => {
    await play('healthy', 10)
    const lag = async (projection: string) =>
      seriesValue(await tables(), named('projection_lag_events'), { projection })
    await play('projection stuck', 20)
    expect(await lag('orders')).toBeGreaterThan(100)
    expect(await lag('users')).toBeLessThan(30)
    await play('projection failing', 20)
    expect(await lag('orders')).toBeLessThan(30)
    expect(
      seriesValue(await application(), named('projection_errors_total'), { projection: 'orders' }),
    ).toBeGreaterThan(5)
  })

  it('ends its workers when it stops, and those that an earlier run left behind', async () => {
    await play('healthy', 10)
    await work.stop?.()
    expect(
      await postgres.sql("SELECT count(*)::int AS open FROM orchestrator_workers WHERE state <> 'stopped'"),
    ).toEqual([{ open: 0 }])
  })
})
