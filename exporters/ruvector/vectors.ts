import type { CollectPart, Postgres, Sample } from '#belfry'
import { lockedRelations } from './locked-relations.ts'
import { pgQueryMetrics, ruvectorMetrics } from './metrics.ts'
import type { RuvectorOptions } from './options.ts'
import type { SearchErrors } from './search-errors.ts'
import { findVectorRelations } from './vector-relations.ts'

interface TableRow {
  readonly schema: string
  readonly table: string
  readonly inserts: number
  readonly updates: number
  readonly deletes: number
  readonly live: number
  readonly dead: number
  readonly scans: number
  readonly analyzed: number | null
  readonly builds: number
  readonly elapsed: number | null
  /** Identities of the builds that run: process and start. */
  readonly build_ids: readonly string[]
}

interface IndexRow {
  readonly schema: string
  readonly table: string
  readonly index: string
  readonly scans: number
  readonly read: number
  readonly fetched: number
  readonly bytes: number | null
}

/** Vector tables and their indexes: rows, operations, builds, scans and sizes. */
export function vectors(postgres: Postgres, options: RuvectorOptions, errors: SearchErrors): CollectPart {
  const countBuilds = createBuildCounter()
  return async ({ sample, signal }) => {
    const found = await findVectorRelations(postgres, options, signal)
    const indexes = await postgres.query<IndexRow>(indexQuery, [found.indexes], signal)
    for (const row of indexes) sampleIndex(sample, row)
    const tables = await postgres.query<TableRow>(tableQuery, [found.tables, found.indexes], signal)
    const builds = countBuilds(tables)
    for (const row of tables) sampleTable(sample, row, builds.get(key(row)) ?? 0, errors.count(row))
  }
}

const indexQuery = `
  WITH locked AS MATERIALIZED (${lockedRelations})
  SELECT s.schemaname AS schema, s.relname AS table, s.indexrelname AS index,
         s.idx_scan AS scans, s.idx_tup_read AS read, s.idx_tup_fetch AS fetched,
         CASE WHEN s.indexrelid NOT IN (SELECT relation FROM locked) THEN pg_relation_size(s.indexrelid) END AS bytes
  FROM pg_stat_user_indexes s WHERE s.indexrelid = ANY ($1::oid[])
  ORDER BY s.indexrelid`

const tableQuery = `
  SELECT s.schemaname AS schema, s.relname AS table, s.n_tup_ins AS inserts, s.n_tup_upd AS updates, s.n_tup_del AS deletes,
         s.n_live_tup AS live, s.n_dead_tup AS dead, coalesce(i.scans, 0) AS scans,
         extract(epoch FROM greatest(s.last_analyze, s.last_autoanalyze))::float8 AS analyzed,
         coalesce(b.builds, 0) AS builds, b.elapsed, coalesce(b.build_ids, '{}') AS build_ids
  FROM pg_stat_user_tables s
  LEFT JOIN (
    SELECT relid, sum(idx_scan) AS scans FROM pg_stat_user_indexes WHERE indexrelid = ANY ($2::oid[]) GROUP BY relid
  ) i USING (relid)
  LEFT JOIN (
    SELECT p.relid, count(*) AS builds, array_agg(p.pid || '@' || a.query_start) AS build_ids,
           extract(epoch FROM max(clock_timestamp() - a.query_start))::float8 AS elapsed
    FROM pg_stat_progress_create_index p JOIN pg_stat_activity a USING (pid)
    WHERE p.datname = current_database() GROUP BY p.relid
  ) b USING (relid)
  WHERE s.relid = ANY ($1::oid[])
  ORDER BY s.relid`

function sampleIndex(sample: Sample, { schema, table, index, scans, read, fetched, bytes }: IndexRow): void {
  const labels = { schema, table, index_name: index }
  sample(ruvectorMetrics.indexSizeBytes, labels, bytes)
  sample(ruvectorMetrics.indexScansTotal, labels, scans)
  sample(ruvectorMetrics.indexTuplesReadTotal, labels, read)
  sample(ruvectorMetrics.indexTuplesFetchedTotal, labels, fetched)
  const named = { schemaname: schema, tablename: table, indexname: index }
  sample(pgQueryMetrics.ruvectorIndexScans, named, scans)
  sample(pgQueryMetrics.ruvectorIndexTuplesRead, named, read)
  sample(pgQueryMetrics.ruvectorIndexTuplesFetched, named, fetched)
}

function sampleTable(sample: Sample, row: TableRow, build: number, error: number): void {
  const labels = { schema: row.schema, table: row.table }
  sample(ruvectorMetrics.vectorCount, labels, row.live)
  sample(ruvectorMetrics.tableLastAnalyzeTimestampSeconds, labels, row.analyzed)
  sample(ruvectorMetrics.indexBuildsInProgress, labels, row.builds)
  sample(ruvectorMetrics.indexBuildElapsedSeconds, labels, row.elapsed)
  const operations = { insert: row.inserts, update: row.updates, delete: row.deletes, scan: row.scans, build, error }
  for (const [operation, count] of Object.entries(operations)) {
    sample(ruvectorMetrics.indexOperationsTotal, { ...labels, operation }, count)
  }
  const named = { schemaname: row.schema, tablename: row.table }
  sample(pgQueryMetrics.ruvectorTableInserts, named, row.inserts)
  sample(pgQueryMetrics.ruvectorTableUpdates, named, row.updates)
  sample(pgQueryMetrics.ruvectorTableDeletes, named, row.deletes)
  sample(pgQueryMetrics.ruvectorTableLiveTuples, named, row.live)
  sample(pgQueryMetrics.ruvectorTableDeadTuples, named, row.dead)
}

/** PostgreSQL shows builds only while they run; each that is seen counts once. */
function createBuildCounter(): (rows: readonly TableRow[]) => ReadonlyMap<string, number> {
  let running = new Set<string>()
  const counts = new Map<string, number>()
  return (rows) => {
    for (const row of rows) {
      const fresh = row.build_ids.filter((id) => !running.has(id)).length
      counts.set(key(row), (counts.get(key(row)) ?? 0) + fresh)
    }
    running = new Set(rows.flatMap((row) => row.build_ids))
    return counts
  }
}

function key({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return JSON.stringify([schema, table])
}
