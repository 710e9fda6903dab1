import { execFile } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { belfryMetrics } from '../exporters/belfry/metrics.ts'
import { dpgMetrics, pgQueryMetrics, ruvectorMetrics } from '../exporters/ruvector/metrics.ts'
import type { HttpServer } from '../src/http/server.ts'
import { startChild, until } from './support/child.ts'
import { engineProgram } from './support/engine-program.ts'
import {
  collectorSuccess,
  type ExporterFixture,
  exporterFixture,
  promptRuvector,
  scrape,
  scrapeText,
} from './support/exporter-fixture.ts'
import { seriesValue } from './support/exposition.ts'

/** Families that a single quiet server has no series of. */
const absentWhenQuiet = [
  ...[dpgMetrics.replicationLagSeconds, dpgMetrics.replicationStatus, pgQueryMetrics.replicationLagSeconds],
  ...[pgQueryMetrics.longRunningQueryCount, pgQueryMetrics.longRunningMaxDurationSeconds],
  ...[ruvectorMetrics.indexBuildElapsedSeconds, belfryMetrics.seriesDroppedTotal],
].map(({ name }) => name)

let fixture: ExporterFixture
let exporter: HttpServer

beforeAll(async () => {
  fixture = await exporterFixture()
  exporter = await fixture.start()
}, 60_000)
afterAll(() => fixture?.stop())

describe('the RuVector collector on real servers', () => {
  it('exposes every family that it declares', async () => {
    await until(
      'the probes',
      async () =>
        (seriesValue(await scrape(exporter), 'dpg_query_duration_seconds_count', { query_type: 'search' }) ?? 0) > 0,
    )
    const families = await scrape(exporter)
    const declared = [ruvectorMetrics, dpgMetrics, pgQueryMetrics, belfryMetrics].flatMap((set) => Object.values(set))
    const missing = declared
      .map(({ name, type }) => (type === 'histogram' ? `${name}_bucket` : name))
      .filter((name) => !families.has(name) && !absentWhenQuiet.includes(name))
    expect(missing).toEqual([])
    expect(Object.values(collectorSuccess(families))).toEqual(Array(7).fill(1))
  })

  it('agrees with the servers', async () => {
    await fixture.postgres.sql(
      "INSERT INTO memory_entries (key, embedding) SELECT 'load-' || n, ARRAY[n] FROM generate_series(1, 300) AS n",
    )
    await fixture.postgres.sql(
      'DELETE FROM memory_entries WHERE key LIKE $$load-1%$$; SELECT pg_stat_force_next_flush()',
    )
    const table = { schema: 'public', table: 'memory_entries' }
    const [real] = await fixture.postgres.sql(
      `SELECT n_live_tup::int, n_tup_ins::int, n_tup_del::int, pg_total_relation_size(relid)::int AS size,
              pg_relation_size('idx_memory_embedding_hnsw')::int AS index_size
       FROM pg_stat_user_tables WHERE relname = 'memory_entries'`,
    )
    const families = await scrape(exporter)
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
    await fixture.postgres.sql(
      "SET work_mem = '64kB'; SELECT count(*) FROM (SELECT n FROM generate_series(1, 200000) AS n ORDER BY n DESC OFFSET 1) AS sorted; SELECT pg_stat_force_next_flush()",
    )
    const [real] = await fixture.postgres.sql(
      'SELECT temp_files::int FROM pg_stat_database WHERE datname = current_database()',
    )
    expect(real?.temp_files).toBeGreaterThan(0)
    for (const _ of [1, 2, 3])
      expect(seriesValue(await scrape(exporter), 'dpg_temp_files_total')).toBe(real?.temp_files)
  })

  it('sees bloat after a mass deletion', async () => {
    await fixture.postgres.sql(
      "CREATE TABLE bloated AS SELECT n, repeat('x', 200) AS text FROM generate_series(1, 5000) AS n; ANALYZE bloated",
    )
    const labels = { schema: 'public', table: 'bloated' }
    expect(seriesValue(await scrape(exporter), 'dpg_table_bloat_ratio', labels)).toBeLessThan(0.05)
    await fixture.postgres.sql('DELETE FROM bloated WHERE n % 4 <> 0')
    await fixture.postgres.sql('VACUUM bloated')
    await fixture.postgres.sql('ANALYZE bloated')
    const ratio = seriesValue(await scrape(exporter), 'dpg_table_bloat_ratio', labels)
    expect(ratio).toBeGreaterThan(0.7)
    expect(ratio).toBeLessThan(0.8)
  })

  it('keeps the exposition valid with hostile names, and forgets a table that is dropped', async () => {
    const name = 'quote " slash \\ line\nbrace } comma , dollar $1'
    const quoted = `"${name.replaceAll('"', '""')}"`
    await fixture.postgres.sql(
      `CREATE TABLE ${quoted} (embedding real[], updated_at timestamptz); CREATE INDEX "hnsw ""\\" ON ${quoted} (embedding); CREATE INDEX ON ${quoted} (updated_at); INSERT INTO ${quoted} VALUES (ARRAY[1], now())`,
    )
    const labels = { table: name }
    await until(
      'the probe',
      async () => (seriesValue(await scrape(exporter), 'ruvector_search_latency_seconds_count', labels) ?? 0) > 0,
    )
    const families = await scrape(exporter)
    expect(seriesValue(families, 'dpg_table_rows', labels)).toBe(1)
    expect(seriesValue(families, 'dpg_table_last_update_timestamp_seconds', labels)).toBeGreaterThan(1e9)
    await fixture.postgres.sql(`DROP TABLE ${quoted}`)
    await until('the drop', async () => !(await scrapeText(exporter)).includes('brace }'))
  })

  it('passes promtool, but for documented names', async ({ skip }) => {
    const promtool = await engineProgram('promtool').catch(() => null)
    if (promtool === null) return skip('promtool is not here')
    const text = await scrapeText(exporter)
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
    const [holder, builder] = await Promise.all([fixture.postgres.session(), fixture.postgres.session()])
    await holder.query('BEGIN; UPDATE patterns SET confidence = confidence WHERE id = 1')
    const build = builder.query('CREATE INDEX CONCURRENTLY idx_patterns_second_hnsw ON patterns (embedding)')
    const labels = { schema: 'public', table: 'patterns' }
    await until(
      'the build',
      async () => seriesValue(await scrape(exporter), 'ruvector_index_builds_in_progress', labels) === 1,
    )
    const families = await scrape(exporter)
    expect(seriesValue(families, 'ruvector_index_build_elapsed_seconds', labels)).toBeGreaterThan(0)
    expect(seriesValue(families, 'ruvector_index_operations_total', { ...labels, operation: 'build' })).toBe(1)
    await holder.query('COMMIT')
    await build
    expect(seriesValue(await scrape(exporter), 'ruvector_index_builds_in_progress', labels)).toBe(0)
    await Promise.all([holder.end(), builder.end()])
  })

  it('does not wait for a table that is locked', async () => {
    const holder = await fixture.postgres.session()
    await holder.query('BEGIN; LOCK TABLE memory_entries IN ACCESS EXCLUSIVE MODE')
    const families = await scrape(exporter)
    expect(collectorSuccess(families)).toMatchObject({ ruvector_sizes: 1, ruvector_tables: 1, ruvector_freshness: 1 })
    for (const family of ['dpg_table_size_bytes', 'dpg_table_last_update_timestamp_seconds']) {
      expect(seriesValue(families, family, { table: 'memory_entries' })).toBeUndefined()
      expect(seriesValue(families, family, { table: 'patterns' })).toBeGreaterThan(0)
    }
    expect(seriesValue(families, 'dpg_batch_job_status', { job: 'embedding-refresh', status: 'succeeded' })).toBe(1)
    await holder.end()
  })

  it('shows a replica that streams and one that is missing', async () => {
    const server = await fixture.start({
      collectors: { ruvector: { ...promptRuvector, expectedReplicas: ['replica-1', 'replica-2'] } },
    })
    expect(seriesValue(await scrape(server), 'dpg_replication_status', { replica: 'replica-1' })).toBe(0)
    const connection = `host=127.0.0.1 port=${fixture.postgres.port} user=belfry password=${fixture.postgres.password} application_name=replica-1`
    const receiver = startChild(fixture.postgres.program('pg_receivewal'), ['-d', connection, '-D', fixture.folder], {
      env: fixture.postgres.env,
    })
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
    const server = await fixture.start({
      collectors: { ruvector: { ...promptRuvector, probes: { interval: '50ms', queries } } },
    })
    await until(
      'errors',
      async () => (seriesValue(await scrape(server), 'dpg_query_errors_total', { query_type: 'write' }) ?? 0) > 0,
    )
    const families = await scrape(server)
    expect(seriesValue(families, 'dpg_query_errors_total', { query_type: 'broken' })).toBeGreaterThan(0)
    expect(seriesValue(families, 'dpg_query_duration_seconds_count', { query_type: 'broken' })).toBe(0)
    expect(await fixture.postgres.sql("SELECT to_regclass('intruder') AS it")).toEqual([{ it: null }])
  })
})
