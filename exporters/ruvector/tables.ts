import type { CollectPart, Postgres } from '#belfry'
import { dpgMetrics, pgQueryMetrics } from './metrics.ts'

interface TableRow {
  readonly schema: string
  readonly table: string
  readonly rows: number
  readonly hits: number
  readonly reads: number
}

/** Rows and cache use of every table, from the statistics alone. */
export function tables(postgres: Postgres): CollectPart {
  return async ({ sample, signal }) => {
    const rows = await postgres.query<TableRow>(
      `SELECT s.schemaname AS schema, s.relname AS table, s.n_live_tup AS rows,
              coalesce(io.heap_blks_hit, 0) AS hits, coalesce(io.heap_blks_read, 0) AS reads
       FROM pg_stat_user_tables s JOIN pg_statio_user_tables io USING (relid)
       ORDER BY s.relid`,
      [],
      signal,
    )
    for (const { schema, table, rows: count, hits, reads } of rows) {
      const named = { schemaname: schema, tablename: table }
      sample(dpgMetrics.tableRows, { schema, table }, count)
      sample(pgQueryMetrics.tableCacheHits, named, hits)
      sample(pgQueryMetrics.tableCacheReads, named, reads)
      sample(pgQueryMetrics.tableCacheHitRatio, named, hits + reads === 0 ? null : hits / (hits + reads))
    }
  }
}
