import type { Postgres } from '#belfry'
import type { RuvectorOptions } from './options.ts'
import { findVectorRelations } from './vector-relations.ts'

/** The extension, the vector tables and their indexes, for the health page. */
export function ruvectorHealth(postgres: Postgres, options: RuvectorOptions) {
  return async (signal: AbortSignal) => {
    const [extension] = await postgres.query<{ version: string }>(
      "SELECT extversion AS version FROM pg_extension WHERE extname IN ('ruvector', 'vector') ORDER BY extname LIMIT 1",
      [],
      signal,
    )
    const found = await findVectorRelations(postgres, options, signal)
    const tables = await postgres.query(
      `SELECT schemaname AS schema, relname AS table, n_live_tup AS vectors
       FROM pg_stat_user_tables WHERE relid = ANY ($1::oid[]) ORDER BY 1, 2 LIMIT 100`,
      [found.tables],
      signal,
    )
    const hnsw_indexes = await postgres.query(
      `SELECT schemaname AS schema, indexrelname AS index, idx_scan AS scans
       FROM pg_stat_user_indexes WHERE indexrelid = ANY ($1::oid[]) ORDER BY 1, 2 LIMIT 100`,
      [found.indexes],
      signal,
    )
    return { extension_version: extension?.version ?? null, tables, hnsw_indexes }
  }
}
