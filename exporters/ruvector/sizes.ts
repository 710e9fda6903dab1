import type { CollectPart, Postgres } from '#belfry'
import { lockedRelations } from './locked-relations.ts'
import { dpgMetrics } from './metrics.ts'

interface TableRow {
  readonly schema: string
  readonly table: string
  readonly bytes: number | null
}

interface IndexRow extends TableRow {
  readonly index: string
}

/** Size of every table and index. PostgreSQL looks at each of their files for it, which takes its time. */
export function sizes(postgres: Postgres): CollectPart {
  return async ({ sample, signal }) => {
    const tables = await postgres.query<TableRow>(
      `WITH locked AS MATERIALIZED (${lockedRelations})
       SELECT schemaname AS schema, relname AS table,
              CASE WHEN relid NOT IN (SELECT relation FROM locked) THEN pg_total_relation_size(relid) END AS bytes
       FROM pg_stat_user_tables ORDER BY relid`,
      [],
      signal,
    )
    for (const { schema, table, bytes } of tables) sample(dpgMetrics.tableSizeBytes, { schema, table }, bytes)

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
