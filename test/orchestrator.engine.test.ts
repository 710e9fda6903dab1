import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orchestratorState, projectionState } from '../exporters/orchestrator/metrics.ts'
import type { HttpServer } from '../src/http/server.ts'
import { engineProgram } from './support/engine-program.ts'
import { collectorSuccess, scrape, scrapeText } from './support/exporter-fixture.ts'
import { type ExposedSeries, seriesValue } from './support/exposition.ts'
import { startPostgres, type TestPostgres } from './support/postgres.ts'
import { startTestExporter } from './support/start-test-exporter.ts'

const prefix = 'pupsourcing_orchestrator_'
const main = { replica_set: 'main-projections' }
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

let postgres: TestPostgres
let tables = ''
let server: HttpServer | undefined

beforeAll(async () => {
  postgres = await startPostgres()
  tables = await readFile(new URL('./support/orchestrator-tables.sql', import.meta.url), 'utf8')
}, 60_000)
beforeEach(async () => {
  await postgres.sql(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${tables}`)
})
afterEach(() => server?.stop())
afterAll(() => postgres?.stop())

/** Starts the exporter on the tables, with options of the collector and sections that differ. */
async function start(
  options: Record<string, unknown> = {},
  sections: Record<string, unknown> = {},
): Promise<HttpServer> {
  const { host, port, user, database, passwordFile } = postgres
  server = await startTestExporter({
    cacheTtl: '0s',
    postgres: { host, port, user, database, passwordFile },
    collectors: { orchestrator: { refreshInterval: '1ms', ...options } },
    ...sections,
  })
  return server
}

const value = (families: ReadonlyMap<string, readonly ExposedSeries[]>, name: string, labels = {}) =>
  seriesValue(families, `${prefix}${name}`, labels)

interface Generation {
  readonly id: number
  readonly partitions: number
  /** How long ago, in seconds. */
  readonly ago: number
  readonly replicaSet?: string
}

async function generation({ id, partitions, ago, replicaSet = main.replica_set }: Generation): Promise<void> {
  await postgres.sql(
    `INSERT INTO orchestrator_generations VALUES
     ('${uuid(id)}', '${replicaSet}', ${partitions}, now() - interval '${ago} seconds')`,
  )
}

interface Worker {
  readonly id: number
  readonly of: number
  readonly state: string
  /** Seconds since the last heartbeat. */
  readonly silent?: number
  readonly partition?: number
  readonly replicaSet?: string
}

async function worker({ id, of, state, silent = 1, partition = -1, replicaSet = main.replica_set }: Worker) {
  await postgres.sql(
    `INSERT INTO orchestrator_workers VALUES
     ('${uuid(id)}', '${replicaSet}', '${uuid(of)}', ${partition}, '${state}',
      now() - interval '${silent} seconds', now() - interval '300 seconds')`,
  )
}

/** Two generations: one worker alone, then three of which one was killed. */
async function crew(): Promise<void> {
  await generation({ id: 1, partitions: 1, ago: 600 })
  await generation({ id: 2, partitions: 3, ago: 300 })
  await worker({ id: 11, of: 1, state: 'stopped', silent: 600, partition: 0 })
  await worker({ id: 21, of: 2, state: 'running', partition: 0 })
  await worker({ id: 22, of: 2, state: 'running', partition: 1 })
  await worker({ id: 23, of: 2, state: 'running', partition: 2, silent: 90 })
}

describe('the collector of the orchestrator', () => {
  it('knows generations, registrations, partitions and workers', async () => {
    await crew()
    const families = await scrape(await start())
    expect(collectorSuccess(families)).toEqual({
      orchestrator_replica_sets: 1,
      orchestrator_workers: 1,
      orchestrator_projections: 1,
    })
    const values = Object.fromEntries(
      [
        'generations_total',
        'reconfiguration_total',
        'workers_registered_total',
        'partition_assignments_total',
        'current_generation_partitions',
        'assigned_partitions',
        'active_workers',
        'stale_workers',
        'unassigned_workers',
        'stale_workers_cleaned_total',
      ].map((name) => [name, value(families, name, main)]),
    )
    expect(values).toEqual({
      generations_total: 2,
      reconfiguration_total: 1,
      workers_registered_total: 4,
      partition_assignments_total: 4,
      current_generation_partitions: 3,
      assigned_partitions: 2,
      active_workers: 2,
      stale_workers: 1,
      unassigned_workers: 0,
      stale_workers_cleaned_total: 0,
    })
    const age = Date.now() / 1000 - (value(families, 'generation_created_timestamp_seconds', main) ?? 0)
    expect(age).toBeGreaterThan(295)
    expect(age).toBeLessThan(330)
  })

  it('shows each worker in the state that it is in, and how long it has been silent', async () => {
    await crew()
    await worker({ id: 24, of: 2, state: 'pending' })
    const families = await scrape(await start())
    const states = (families.get(`${prefix}worker_state`) ?? []).filter(({ value: is }) => is === 1)
    expect(states.map(({ labels }) => [labels.worker_id, labels.state]).sort()).toEqual([
      [uuid(21), 'running'],
      [uuid(22), 'running'],
      [uuid(23), 'running'],
      [uuid(24), 'pending'],
    ])
    const known = (families.get(`${prefix}worker_state`) ?? []).filter(({ labels }) => labels.worker_id === uuid(24))
    expect(known.map(({ labels }) => labels.state)).toEqual(['pending', 'ready', 'running', 'stopping', 'stopped'])
    expect(value(families, 'heartbeat_age_seconds', { worker_id: uuid(23) })).toBeGreaterThanOrEqual(90)
    expect(value(families, 'heartbeat_age_seconds', { worker_id: uuid(21) })).toBeLessThan(60)
    expect(value(families, 'worker_started_timestamp_seconds', { worker_id: uuid(21) })).toBeGreaterThan(0)
    expect(value(families, 'unassigned_workers', main)).toBe(1)
  })

  it('has 0 active workers when all were killed, although the tables still say that they run', async () => {
    await generation({ id: 1, partitions: 1, ago: 100 })
    await worker({ id: 11, of: 1, state: 'running', silent: 100, partition: 0 })
    const families = await scrape(await start())
    expect(value(families, 'active_workers', main)).toBe(0)
    expect(value(families, 'stale_workers', main)).toBe(1)
    expect(value(families, 'assigned_partitions', main)).toBe(0)
  })

  it('counts a worker that others stopped, but not one that stopped itself', async () => {
    await crew()
    const running = await start()
    await scrape(running)
    await postgres.sql(`UPDATE orchestrator_workers SET state = 'stopped' WHERE id IN ('${uuid(21)}', '${uuid(23)}')`)
    const families = await scrape(running)
    expect(value(families, 'stale_workers_cleaned_total', main)).toBe(1)
    expect(value(families, 'active_workers', main)).toBe(1)
    expect(value(families, 'worker_state', { worker_id: uuid(21), state: 'stopped' })).toBe(1)
    expect(value(families, 'worker_state', { worker_id: uuid(21), state: 'running' })).toBe(0)
    expect(value(await scrape(running), 'stale_workers_cleaned_total', main)).toBe(1)
  })

  it('goes on counting when old rows are removed', async () => {
    await crew()
    const running = await start()
    await scrape(running)
    await postgres.sql(`DELETE FROM orchestrator_workers WHERE generation_id = '${uuid(1)}'`)
    await postgres.sql(`DELETE FROM orchestrator_generations WHERE id = '${uuid(1)}'`)
    expect(value(await scrape(running), 'generations_total', main)).toBe(2)
    await generation({ id: 3, partitions: 2, ago: 0 })
    const families = await scrape(running)
    expect(value(families, 'generations_total', main)).toBe(3)
    expect(value(families, 'reconfiguration_total', main)).toBe(2)
    expect(value(families, 'current_generation_partitions', main)).toBe(2)
  })

  it('shows replica sets that are expected, and forgets those that are gone for long', async () => {
    await generation({ id: 1, partitions: 1, ago: 30 * 86_400, replicaSet: 'retired' })
    await generation({ id: 2, partitions: 1, ago: 30 * 86_400, replicaSet: 'quiet' })
    const families = await scrape(await start({ replicaSets: ['quiet', 'new'] }))
    const shown = (families.get(`${prefix}active_workers`) ?? []).map(({ labels }) => labels.replica_set)
    expect(shown.sort()).toEqual(['new', 'quiet'])
    expect(value(families, 'generations_total', { replica_set: 'quiet' })).toBe(1)
    expect(value(families, 'generations_total', { replica_set: 'new' })).toBe(0)
    expect(value(families, 'current_generation_partitions', { replica_set: 'new' })).toBeUndefined()
    expect(value(families, 'stale_workers_cleaned_total', { replica_set: 'new' })).toBe(0)
  })

  it('measures how far projections are behind', async () => {
    await postgres.sql("INSERT INTO events (event_type) SELECT 'e' FROM generate_series(1, 100)")
    await postgres.sql(`INSERT INTO projection_checkpoints VALUES
      ('orders', 60, now() - interval '120 seconds'), ('users', 100, now()), ('ahead', 250, now())`)
    const families = await scrape(await start())
    expect(value(families, 'event_store_position')).toBe(100)
    expect(value(families, 'projection_lag_events', { projection: 'orders' })).toBe(40)
    expect(value(families, 'projection_lag_events', { projection: 'users' })).toBe(0)
    expect(value(families, 'projection_lag_events', { projection: 'ahead' })).toBe(0)
    expect(value(families, 'projection_position', { projection: 'orders' })).toBe(60)
    const updated = value(families, 'projection_updated_timestamp_seconds', { projection: 'orders' }) ?? 0
    expect(Date.now() / 1000 - updated).toBeGreaterThan(100)
  })

  it('reads tables of other names in another schema', async () => {
    await postgres.sql(`CREATE SCHEMA "Pup""s"; ALTER TABLE orchestrator_generations SET SCHEMA "Pup""s";
      ALTER TABLE orchestrator_workers SET SCHEMA "Pup""s"; ALTER TABLE "Pup""s".orchestrator_workers RENAME TO "my workers"`)
    await postgres.sql(`INSERT INTO "Pup""s".orchestrator_generations VALUES ('${uuid(1)}', 'x', 7)`)
    const options = { schema: 'Pup"s', tables: { workers: 'my workers' }, projections: false }
    const families = await scrape(await start(options))
    expect(collectorSuccess(families)).toEqual({ orchestrator_replica_sets: 1, orchestrator_workers: 1 })
    expect(value(families, 'current_generation_partitions', { replica_set: 'x' })).toBe(7)
    await postgres.sql('DROP SCHEMA "Pup""s" CASCADE')
  })

  it('reads another database of the server', async () => {
    await postgres.sql('CREATE DATABASE projections')
    const { host, port, user, password } = postgres
    const client = new pg.Client({ host, port, user, password, database: 'projections' })
    await client.connect()
    await client.query(tables)
    await client.query(`INSERT INTO orchestrator_generations VALUES ('${uuid(1)}', 'elsewhere', 4)`)
    await client.end()
    const families = await scrape(await start({ database: 'projections' }))
    expect(value(families, 'current_generation_partitions', { replica_set: 'elsewhere' })).toBe(4)
  })

  it('passes promtool, every family of it', async () => {
    await crew()
    await postgres.sql("INSERT INTO projection_checkpoints VALUES ('orders', 0, now())")
    const text = await scrapeText(await start({}, { processMetrics: false }))
    for (const { name } of Object.values({ ...orchestratorState, ...projectionState }))
      expect(text).toContain(`# TYPE ${name} `)
    const promtool = await engineProgram('promtool')
    const env = { ...process.env, ...promtool.env }
    expect(execFileSync(promtool.path, ['check', 'metrics'], { input: text, env, encoding: 'utf8' })).toBe('')
  })
})

describe('faults of the tables', () => {
  const failed = (families: ReadonlyMap<string, readonly ExposedSeries[]>, part: string, reason: string) =>
    seriesValue(families, 'belfry_collector_errors_total', { collector: `orchestrator_${part}`, reason })

  it('show in the part that needs the table, and in no other', async () => {
    await crew()
    await postgres.sql('DROP TABLE events')
    const families = await scrape(await start())
    expect(collectorSuccess(families)).toMatchObject({ orchestrator_replica_sets: 1, orchestrator_projections: 0 })
    expect(failed(families, 'projections', 'query')).toBeGreaterThan(0)
    expect(value(families, 'active_workers', main)).toBe(2)
  })

  it('that are missing altogether leave a valid scrape, which heals when they come', async () => {
    await postgres.sql('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    const running = await start()
    expect(new Set(Object.values(collectorSuccess(await scrape(running))))).toEqual(new Set([0]))
    await postgres.sql(tables)
    expect(new Set(Object.values(collectorSuccess(await scrape(running))))).toEqual(new Set([1]))
  })

  it('that another session holds locked cost no more than the time that a collector has', async () => {
    await crew()
    const holder = await postgres.session()
    await holder.query('BEGIN; LOCK TABLE orchestrator_workers IN ACCESS EXCLUSIVE MODE')
    const running = await start({}, { collectorTimeout: '300ms' })
    const families = await scrape(running)
    await holder.query('ROLLBACK')
    await holder.end()
    expect(collectorSuccess(families)).toEqual({
      orchestrator_replica_sets: 0,
      orchestrator_workers: 0,
      orchestrator_projections: 1,
    })
    expect(failed(families, 'workers', 'timeout')).toBeGreaterThan(0)
  })

  it('that may not be read show as failed queries', async () => {
    await postgres.sql("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    const { host, port, database } = postgres
    const stranger = { host, port, database, user: 'stranger', passwordFile: '/dev/null' }
    const denied = await scrape(await start({}, { postgres: stranger }))
    expect(failed(denied, 'workers', 'authentication') ?? 0).toBeGreaterThan(0)
  })

  it('with names of quotes, backslashes, line ends and states that nobody knows stay readable', async () => {
    const name = 'a"b\\c\nd{}é'
    await postgres.sql(`INSERT INTO orchestrator_generations VALUES ('${uuid(1)}', E'a"b\\\\c\\nd{}é', 2)`)
    await postgres.sql(`INSERT INTO orchestrator_workers VALUES
      ('${uuid(2)}', E'a"b\\\\c\\nd{}é', '${uuid(1)}', 0, E'dra"in\\ning', NULL, NULL),
      ('${uuid(3)}', E'a"b\\\\c\\nd{}é', '${uuid(1)}', 1, 'running', now() + interval '1 hour', now())`)
    const families = await scrape(await start())
    const labels = { replica_set: name }
    expect(value(families, 'active_workers', labels)).toBe(1)
    expect(value(families, 'worker_state', { worker_id: uuid(3), state: 'running' })).toBe(1)
    expect(value(families, 'heartbeat_age_seconds', { worker_id: uuid(3) })).toBe(0)
    expect(value(families, 'heartbeat_age_seconds', { worker_id: uuid(2) })).toBeUndefined()
  })

  it('with ten thousand workers show the newest ones, and count all', async () => {
    await generation({ id: 1, partitions: 10_000, ago: 5 })
    await postgres.sql(`INSERT INTO orchestrator_workers
      SELECT gen_random_uuid(), 'main-projections', '${uuid(1)}', n, 'running', now(), now()
      FROM generate_series(0, 9999) n`)
    const families = await scrape(await start())
    expect(value(families, 'active_workers', main)).toBe(10_000)
    expect(value(families, 'assigned_partitions', main)).toBe(10_000)
    expect(families.get(`${prefix}heartbeat_age_seconds`)).toHaveLength(500)
    expect(families.get(`${prefix}worker_state`)).toHaveLength(2500)
  })

  it('that the server takes away and brings back are read again', async () => {
    await crew()
    const running = await start()
    await scrape(running)
    await postgres.halt()
    expect(new Set(Object.values(collectorSuccess(await scrape(running))))).toEqual(new Set([0]))
    await postgres.resume()
    const families = await scrape(running)
    expect(new Set(Object.values(collectorSuccess(families)))).toEqual(new Set([1]))
    expect(value(families, 'generations_total', main)).toBe(2)
  })
})
