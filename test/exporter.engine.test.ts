import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { belfryMetrics } from '../exporters/belfry/metrics.ts'
import { dpgMetrics, pgQueryMetrics, ruvectorMetrics } from '../exporters/ruvector/metrics.ts'
import type { HttpServer } from '../src/http/server.ts'
import { startChild, until } from './support/child.ts'
import { engineProgram } from './support/engine-program.ts'
import { type ExposedSeries, parseExposition, seriesValue } from './support/exposition.ts'
import { startPostgres, type TestPostgres } from './support/postgres.ts'
import { startRedis, type TestRedis } from './support/redis.ts'
import { startTestExporter } from './support/start-test-exporter.ts'

/** Families that a single quiet server has no series of. */
const absentWhenQuiet = [
  ...[dpgMetrics.replicationLagSeconds, dpgMetrics.replicationStatus, pgQueryMetrics.replicationLagSeconds],
  ...[pgQueryMetrics.longRunningQueryCount, pgQueryMetrics.longRunningMaxDurationSeconds],
  ...[ruvectorMetrics.indexBuildElapsedSeconds, belfryMetrics.seriesDroppedTotal],
].map(({ name }) => name)

let postgres: TestPostgres
let redis: TestRedis
let exporter: HttpServer
let folder = ''
const extra: HttpServer[] = []

const postgresSection = (changes = {}) => {
  const { host, port, user, database, passwordFile } = postgres
  return { host, port, user, database, passwordFile, ...changes }
}
const redisSection = () => ({ host: redis.host, port: redis.port, passwordFile: redis.passwordFile })
const ruvector = { probes: { interval: '100ms' }, refreshInterval: '1ms' }
const scrapeText = async (server = exporter) => (await fetch(`${server.url}/metrics`)).text()
const scrape = async (server = exporter) => parseExposition(await scrapeText(server))
const success = (families: ReadonlyMap<string, readonly ExposedSeries[]>) =>
  Object.fromEntries(
    (families.get('belfry_collector_success') ?? []).map(({ labels, value }) => [labels.collector, value]),
  )

async function startExtra(sections: Record<string, unknown>): Promise<HttpServer> {
  const base = { cacheTtl: '0s', postgres: postgresSection(), redis: redisSection(), collectors: { ruvector } }
  const server = await startTestExporter({ ...base, ...sections })
  extra.push(server)
  return server
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-exporter-'))
  ;[postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const demo = await readFile(new URL('../exporters/ruvector/demo.sql', import.meta.url), 'utf8')
  await postgres.sql(demo)
  await postgres.sql(demo)
  await redis.send(['SET a 1', 'SELECT 3', 'SET b 2', 'GET b', 'GET gone'])
  exporter = await startExtra({})
  extra.length = 0
}, 60_000)

afterEach(async () => void (await Promise.all(extra.splice(0).map((server) => server.stop()))))

afterAll(async () => {
  await exporter?.stop()
  await Promise.all([postgres?.stop(), redis?.stop()])
  await rm(folder, { recursive: true })
})

describe('the RuVector collector on real servers', () => {
  it('exposes every family that it declares', async () => {
    await until(
      'the probes',
      async () => (seriesValue(await scrape(), 'dpg_query_duration_seconds_count', { query_type: 'search' }) ?? 0) > 0,
    )
    const families = await scrape()
    const declared = [ruvectorMetrics, dpgMetrics, pgQueryMetrics, belfryMetrics].flatMap((set) => Object.values(set))
    const missing = declared
      .map(({ name, type }) => (type === 'histogram' ? `${name}_bucket` : name))
      .filter((name) => !families.has(name) && !absentWhenQuiet.includes(name))
    expect(missing).toEqual([])
    expect(Object.values(success(families))).toEqual(Array(7).fill(1))
  })

  it('agrees with the servers', async () => {
    await postgres.sql(
      "INSERT INTO memory_entries (key, embedding) SELECT 'load-' || n, ARRAY[n] FROM generate_series(1, 300) AS n",
    )
    await postgres.sql('DELETE FROM memory_entries WHERE key LIKE $$load-1%$$; SELECT pg_stat_force_next_flush()')
    const table = { schema: 'public', table: 'memory_entries' }
    const [real] = await postgres.sql(
      `SELECT n_live_tup::int, n_tup_ins::int, n_tup_del::int, pg_total_relation_size(relid)::int AS size,
              pg_relation_size('idx_memory_embedding_hnsw')::int AS index_size
       FROM pg_stat_user_tables WHERE relname = 'memory_entries'`,
    )
    const families = await scrape()
    expect(seriesValue(families, 'ruvector_vector_count', table)).toBe(real?.n_live_tup)
    expect(seriesValue(families, 'dpg_table_rows', table)).toBe(real?.n_live_tup)
    expect(seriesValue(families, 'ruvector_index_operations_total', { ...table, operation: 'insert' })).toBe(
      real?.n_tup_ins,
    )
    expect(seriesValue(families, 'ruvector_index_operations_total', { ...table, operation: 'delete' })).toBe(
      real?.n_tup_del,
    )
    expect(seriesValue(families, 'dpg_table_size_bytes', table)).toBe(real?.size)
    expect(
      seriesValue(families, 'ruvector_index_size_bytes', { ...table, index_name: 'idx_memory_embedding_hnsw' }),
    ).toBe(real?.index_size)
    expect(seriesValue(families, 'dpg_redis_keys_total')).toBe(2)
    expect(seriesValue(families, 'dpg_redis_hit_rate')).toBe(0.5)
    expect(seriesValue(families, 'dpg_batch_job_status', { job: 'embedding-refresh', status: 'succeeded' })).toBe(1)
    expect(seriesValue(families, 'dpg_batch_job_status', { job: 'embedding-refresh', status: 'failed' })).toBe(0)
  })

  it('exposes cumulative values as they are, however often it is asked', async () => {
    await postgres.sql(
      "SET work_mem = '64kB'; SELECT count(*) FROM (SELECT n FROM generate_series(1, 200000) AS n ORDER BY n DESC OFFSET 1) AS sorted; SELECT pg_stat_force_next_flush()",
    )
    const [real] = await postgres.sql('SELECT temp_files::int FROM pg_stat_database WHERE datname = current_database()')
    expect(real?.temp_files).toBeGreaterThan(0)
    for (const _ of [1, 2, 3]) expect(seriesValue(await scrape(), 'dpg_temp_files_total')).toBe(real?.temp_files)
  })

  it('sees bloat after a mass deletion', async () => {
    await postgres.sql(
      "CREATE TABLE bloated AS SELECT n, repeat('x', 200) AS text FROM generate_series(1, 5000) AS n; ANALYZE bloated",
    )
    const labels = { schema: 'public', table: 'bloated' }
    expect(seriesValue(await scrape(), 'dpg_table_bloat_ratio', labels)).toBeLessThan(0.05)
    await postgres.sql('DELETE FROM bloated WHERE n % 4 <> 0')
    await postgres.sql('VACUUM bloated')
    await postgres.sql('ANALYZE bloated')
    const ratio = seriesValue(await scrape(), 'dpg_table_bloat_ratio', labels)
    expect(ratio).toBeGreaterThan(0.7)
    expect(ratio).toBeLessThan(0.8)
  })

  it('keeps the exposition valid with hostile names, and forgets a table that is dropped', async () => {
    const name = 'quote " slash \\ line\nbrace } comma , dollar $1'
    const quoted = `"${name.replaceAll('"', '""')}"`
    await postgres.sql(
      `CREATE TABLE ${quoted} (embedding real[], updated_at timestamptz); CREATE INDEX "hnsw ""\\" ON ${quoted} (embedding); CREATE INDEX ON ${quoted} (updated_at); INSERT INTO ${quoted} VALUES (ARRAY[1], now())`,
    )
    const labels = { table: name }
    await until(
      'the probe',
      async () => (seriesValue(await scrape(), 'ruvector_search_latency_seconds_count', labels) ?? 0) > 0,
    )
    const families = await scrape()
    expect(seriesValue(families, 'dpg_table_rows', labels)).toBe(1)
    expect(seriesValue(families, 'dpg_table_last_update_timestamp_seconds', labels)).toBeGreaterThan(1e9)
    await postgres.sql(`DROP TABLE ${quoted}`)
    await until('the drop', async () => !(await scrapeText()).includes('brace }'))
  })

  it('passes promtool, but for documented names', async ({ skip }) => {
    const promtool = await engineProgram('promtool').catch(() => null)
    if (promtool === null) return skip('promtool is not here')
    const text = await scrapeText()
    const output = await new Promise<string>((resolve) => {
      const child = execFile(
        promtool.path,
        ['check', 'metrics'],
        { env: { ...process.env, ...promtool.env } },
        (_error, stdout, stderr) => resolve(stdout + stderr),
      )
      child.stdin?.end(text)
    })
    const kept = Object.values({ ...ruvectorMetrics, ...dpgMetrics, ...pgQueryMetrics }).filter(
      ({ nameBecause }) => nameBecause !== '',
    )
    const names = new Set(kept.map(({ name }) => name))
    const ours = output
      .split('\n')
      .filter((one) => one !== '' && !/^(process|nodejs)_/.test(one) && !names.has(one.split(' ')[0] ?? ''))
    expect(ours).toEqual([])
  })

  it('counts an index build while it runs', async () => {
    const [holder, builder] = await Promise.all([postgres.session(), postgres.session()])
    await holder.query('BEGIN; UPDATE patterns SET confidence = confidence WHERE id = 1')
    const build = builder.query('CREATE INDEX CONCURRENTLY idx_patterns_second_hnsw ON patterns (embedding)')
    const labels = { schema: 'public', table: 'patterns' }
    await until('the build', async () => seriesValue(await scrape(), 'ruvector_index_builds_in_progress', labels) === 1)
    const families = await scrape()
    expect(seriesValue(families, 'ruvector_index_build_elapsed_seconds', labels)).toBeGreaterThan(0)
    expect(seriesValue(families, 'ruvector_index_operations_total', { ...labels, operation: 'build' })).toBe(1)
    await holder.query('COMMIT')
    await build
    expect(seriesValue(await scrape(), 'ruvector_index_builds_in_progress', labels)).toBe(0)
    await Promise.all([holder.end(), builder.end()])
  })

  it('does not wait for a table that is locked', async () => {
    const holder = await postgres.session()
    await holder.query('BEGIN; LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE')
    const families = await scrape()
    expect(success(families)).toMatchObject({ ruvector_sizes: 1, ruvector_tables: 1 })
    expect(seriesValue(families, 'dpg_table_size_bytes', { table: 'sessions' })).toBeUndefined()
    expect(seriesValue(families, 'dpg_table_size_bytes', { table: 'patterns' })).toBeGreaterThan(0)
    await holder.end()
  })

  it('shows a replica that streams and one that is missing', async () => {
    const server = await startExtra({
      collectors: { ruvector: { ...ruvector, expectedReplicas: ['replica-1', 'replica-2'] } },
    })
    expect(seriesValue(await scrape(server), 'dpg_replication_status', { replica: 'replica-1' })).toBe(0)
    const connection = `host=127.0.0.1 port=${postgres.port} user=belfry password=${postgres.password} application_name=replica-1`
    const receiver = startChild(postgres.program('pg_receivewal'), ['-d', connection, '-D', folder])
    await until(
      'the replica',
      async () => seriesValue(await scrape(server), 'dpg_replication_status', { replica: 'replica-1' }) === 1,
    )
    const families = await scrape(server)
    expect(seriesValue(families, 'dpg_replication_lag_seconds', { replica: 'replica-1' })).toBeGreaterThanOrEqual(0)
    expect(seriesValue(families, 'dpg_replication_status', { replica: 'replica-2' })).toBe(0)
    await receiver.stop()
  })

  it('counts failed probes of a broken query, and nothing can write', async () => {
    const queries = { broken: 'SELECT * FROM no_such_table', write: 'CREATE TABLE intruder ()' }
    const server = await startExtra({
      collectors: { ruvector: { ...ruvector, probes: { interval: '50ms', queries } } },
    })
    await until(
      'errors',
      async () => (seriesValue(await scrape(server), 'dpg_query_errors_total', { query_type: 'write' }) ?? 0) > 0,
    )
    const families = await scrape(server)
    expect(seriesValue(families, 'dpg_query_errors_total', { query_type: 'broken' })).toBeGreaterThan(0)
    expect(seriesValue(families, 'dpg_query_duration_seconds_count', { query_type: 'broken' })).toBe(0)
    expect(await postgres.sql("SELECT to_regclass('intruder') AS it")).toEqual([{ it: null }])
  })
})

describe('faults', () => {
  it('shows a wrong password, and follows when it is put right', async () => {
    const passwordFile = join(folder, 'password')
    await writeFile(passwordFile, 'wrong')
    const server = await startExtra({ postgres: postgresSection({ passwordFile }) })
    const families = await scrape(server)
    expect(success(families)).toMatchObject({ ruvector_postgres: 0, ruvector_redis: 1 })
    expect(
      seriesValue(families, 'belfry_collector_errors_total', {
        collector: 'ruvector_postgres',
        reason: 'authentication',
      }),
    ).toBe(1)
    await writeFile(passwordFile, `${postgres.password}\n`)
    expect(success(await scrape(server))).toMatchObject({ ruvector_postgres: 1, ruvector_tables: 1 })
  })

  it('ends in time with a server that accepts and says nothing', async () => {
    const hole = createServer(() => {})
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve))
    const address = hole.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const sections = {
      collectorTimeout: '300ms',
      postgres: postgresSection({ port }),
      redis: { host: '127.0.0.1', port },
    }
    const server = await startExtra(sections)
    const families = await scrape(server)
    expect(new Set(Object.values(success(families)))).toEqual(new Set([0]))
    expect(seriesValue(families, 'dpg_postgres_up')).toBe(0)
    expect(seriesValue(families, 'dpg_redis_up')).toBe(0)
    expect(
      seriesValue(families, 'belfry_collector_errors_total', { collector: 'ruvector_postgres', reason: 'timeout' }),
    ).toBe(1)
    const health = await fetch(`${server.url}/health`)
    expect(health.status).toBe(503)
    await Promise.all(extra.splice(0).map((one) => one.stop()))
    hole.close()
  })

  it('keeps Redis visible while PostgreSQL is gone, and the other way round', async () => {
    await postgres.halt()
    const families = await scrape()
    expect(seriesValue(families, 'dpg_postgres_up')).toBe(0)
    expect(seriesValue(families, 'dpg_redis_up')).toBe(1)
    expect(seriesValue(families, 'dpg_redis_keys_total')).toBe(2)
    expect(success(families)).toMatchObject({
      ruvector_postgres: 0,
      ruvector_tables: 0,
      ruvector_vectors: 0,
      ruvector_redis: 1,
    })
    const health = await fetch(`${exporter.url}/health`)
    const text = await health.text()
    expect(health.status).toBe(503)
    expect(text).not.toMatch(/ECONN|connect|password/i)
    expect(JSON.parse(text).checks).toMatchObject({ postgres: { status: 'unhealthy' }, redis: { status: 'healthy' } })
    expect((await fetch(`${exporter.url}/health/ready`)).status).toBe(503)
    expect((await fetch(`${exporter.url}/health/live`)).status).toBe(200)

    await postgres.resume()
    await redis.halt()
    const after = await scrape()
    expect(seriesValue(after, 'dpg_postgres_up')).toBe(1)
    expect(seriesValue(after, 'dpg_redis_up')).toBe(0)
    expect(seriesValue(after, 'dpg_redis_keys_total')).toBeUndefined()
    await redis.resume()
    expect(success(await scrape())).toMatchObject({ ruvector_postgres: 1, ruvector_redis: 1 })
  })
})
