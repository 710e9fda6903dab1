import type { CollectPart, Postgres } from '#belfry'
import { lockedRelations } from './locked-relations.ts'
import { dpgMetrics, pgQueryMetrics } from './metrics.ts'

interface TableRow {
  readonly schema: string
  readonly table: string
  readonly rows: number
  readonly bytes: number | null
  readonly hits: number
  readonly reads: number
}

interface IndexRow {
  readonly schema: string
  readonly table: string
  readonly index: string
  readonly bytes: number | null
}

/** Size, rows and cache use of every table, and the size of every index. */
export function tables(postgres: Postgres): CollectPart {
  return async ({ sample, signal }) => {
    const rows = await postgres.query<TableRow>(
      `WITH locked AS MATERIALIZED (${lockedRelations})
       SELECT s.schemaname AS schema, s.relname AS table, s.n_live_tup AS rows,
              CASE WHEN s.relid NOT IN (SELECT relation FROM locked) THEN pg_total_relation_size(s.relid) END AS bytes,
              coalesce(io.heap_blks_hit, 0) AS hits, coalesce(io.heap_blks_read, 0) AS reads
       FROM pg_stat_user_tables s JOIN pg_statio_user_tables io USING (relid)
       ORDER BY s.relid`,
      [],
      signal,
    )
    for (const { schema, table, rows: count, bytes, hits, reads } of rows) {
      const named = { schemaname: schema, tablename: table }
      sample(dpgMetrics.tableRows, { schema, table }, count)
      sample(dpgMetrics.tableSizeBytes, { schema, table }, bytes)
      sample(pgQueryMetrics.tableCacheHits, named, hits)
      sample(pgQueryMetrics.tableCacheReads, named, reads)
      sample(pgQueryMetrics.tableCacheHitRatio, named, hits + reads === 0 ? null : hits / (hits + reads))
    }

    const indexes = await postgres.query<IndexRow>(
      `WITH locked AS MATERIALIZED (${lockedRelations})
       SELECT schemaname AS schema, relname AS table, indexrelname AS index,
              CASE WHEN indexrelid NOT IN (SELECT relation FROM locked) THEN pg_relation_size(indexrelid) END AS bytes
       FROM pg_stat_user_indexes ORDER BY indexrelid`,
      [],
      signal,
    )
    for (const { schema, table, index, bytes } of indexes)
      sample(dpgMetrics.indexSizeBytes, { schema, table, index }, bytes)
  }
}
