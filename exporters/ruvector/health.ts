import type { Postgres } from '#belfry'
import type { RuvectorOptions } from './options.ts'
import { vectorIndexes, vectorTables } from './vector-relations.ts'

/** The extension, the vector tables and their indexes, for the health page. */
export function ruvectorHealth(postgres: Postgres, options: RuvectorOptions) {
  return async (signal: AbortSignal) => {
    const [extension] = await postgres.query<{ version: string }>(
      "SELECT extversion AS version FROM pg_extension WHERE extname IN ('ruvector', 'vector') ORDER BY extname LIMIT 1",
      [],
      signal,
    )
    const tables = await postgres.query(
      `SELECT s.schemaname AS schema, s.relname AS table, s.n_live_tup AS vectors
       FROM pg_stat_user_tables s JOIN (${vectorTables('$1', '$2')}) v USING (relid) ORDER BY 1, 2 LIMIT 100`,
      [options.vectorColumn, options.vectorIndexPattern],
      signal,
    )
    const hnsw_indexes = await postgres.query(
      `SELECT s.schemaname AS schema, s.indexrelname AS index, s.idx_scan AS scans
       FROM pg_stat_user_indexes s JOIN (${vectorIndexes('$1')}) v USING (indexrelid) ORDER BY 1, 2 LIMIT 100`,
      [options.vectorIndexPattern],
      signal,
    )
    return { extension_version: extension?.version ?? null, tables, hnsw_indexes }
  }
}
