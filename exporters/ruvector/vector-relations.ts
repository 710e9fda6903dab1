import type { Postgres } from '#belfry'
import type { RuvectorOptions } from './options.ts'

/** Vector tables and vector indexes, by their ids in PostgreSQL's catalog. */
export interface VectorRelations {
  readonly tables: readonly number[]
  readonly indexes: readonly number[]
}

/**
 * Finds them: an index by its name or access method, a table by a vector column or such an index.
 *
 * Statistics views take the ids as a parameter then, which spares them reading all other relations.
 */
export async function findVectorRelations(
  postgres: Postgres,
  { vectorColumn, vectorIndexPattern }: Pick<RuvectorOptions, 'vectorColumn' | 'vectorIndexPattern'>,
  signal: AbortSignal,
): Promise<VectorRelations> {
  const [row] = await postgres.query<{ tables: number[]; indexes: number[] }>(
    `WITH indexes AS MATERIALIZED (
       SELECT i.oid, x.indrelid
       FROM pg_class i JOIN pg_am m ON m.oid = i.relam JOIN pg_index x ON x.indexrelid = i.oid
       WHERE i.relkind = 'i' AND (m.amname ~ $2 OR i.relname ~ $2)
     ), tables AS (
       SELECT attrelid AS oid FROM pg_attribute
       WHERE attnum > 0 AND NOT attisdropped
         AND (attname = $1 OR atttypid IN (SELECT oid FROM pg_type WHERE typname IN ('vector', 'halfvec', 'sparsevec', 'ruvector')))
       UNION SELECT indrelid FROM indexes
     )
     SELECT coalesce((SELECT array_agg(oid) FROM tables), '{}') AS tables,
            coalesce((SELECT array_agg(oid) FROM indexes), '{}') AS indexes`,
    [vectorColumn, vectorIndexPattern],
    signal,
  )
  return row ?? { tables: [], indexes: [] }
}
