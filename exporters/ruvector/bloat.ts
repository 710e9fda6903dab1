import type { CollectPart, Postgres } from '#belfry'
import { dpgMetrics, pgQueryMetrics } from './metrics.ts'

interface BloatRow {
  readonly schema: string
  readonly table: string
  readonly bytes: number
  readonly needed: number
}

/**
 * Pages that the rows of a table need, against the pages it has; both as of the last VACUUM or ANALYZE.
 *
 * A row takes a line pointer of 4 bytes, a header of 24 and its columns at their average stored width, aligned to 8
 * bytes; a page offers its size less its own header of 24 bytes, up to the fill factor. Tables under 8 pages are left
 * out, as rounding would dominate.
 */
const bloatQuery = `
  SELECT t.schema, t.table, t.relpages * t.block AS bytes,
         least(t.relpages, ceil(t.reltuples * (4 + 24 + ceil(w.width / 8) * 8) / ((t.block - 24) * t.fill))) * t.block AS needed
  FROM (
    SELECT n.nspname AS schema, c.relname AS table, c.relpages::float8 AS relpages, c.reltuples::float8 AS reltuples,
           current_setting('block_size')::float8 AS block,
           coalesce((SELECT option_value FROM pg_options_to_table(c.reloptions) WHERE option_name = 'fillfactor'), '100')::float8 / 100 AS fill
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND c.relpages >= 8 AND c.reltuples >= 0
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  ) t
  JOIN (
    SELECT schemaname, tablename, sum((1 - null_frac) * avg_width) AS width
    FROM pg_stats WHERE NOT inherited AND schemaname NOT IN ('pg_catalog', 'information_schema')
    GROUP BY schemaname, tablename
  ) w ON w.schemaname = t.schema AND w.tablename = t.table
  ORDER BY t.schema, t.table`

/** Space that tables do not need. Sees the tables that the exporter's user may read. */
export function bloat(postgres: Postgres): CollectPart {
  return async ({ sample, signal }) => {
    const rows = await postgres.query<BloatRow>(bloatQuery, [], signal)
    for (const { schema, table, bytes, needed } of rows) {
      const named = { schemaname: schema, tablename: table }
      const ratio = 1 - needed / bytes
      sample(dpgMetrics.tableBloatRatio, { schema, table }, ratio)
      sample(pgQueryMetrics.tableBloatTotalBytes, named, bytes)
      sample(pgQueryMetrics.tableBloatBytes, named, bytes - needed)
      sample(pgQueryMetrics.tableBloatRatio, named, ratio)
    }
  }
}
