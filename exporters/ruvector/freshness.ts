import { type CollectPart, type Postgres, quoteIdentifier, type Sample } from '#belfry'
import { lockedRelations } from './locked-relations.ts'
import { dpgMetrics } from './metrics.ts'
import type { RuvectorOptions } from './options.ts'

interface WatchedColumn {
  readonly schema: string
  readonly table: string
  readonly column: string
}

/** Statuses that a dashboard shows although no run has them. */
const usualStatuses = ['pending', 'running', 'succeeded', 'failed']
/** Tables found by their index at most; each is one more branch of the query. */
const maxFound = 100

/** When tables were last written, and how batch jobs ended. */
export function freshness(postgres: Postgres, { lastUpdate, batchJobs }: RuvectorOptions): CollectPart {
  return async ({ sample, signal }) => {
    await jobStatuses(postgres, batchJobs, sample, signal)
    const found = await indexedColumns(postgres, lastUpdate.column, signal)
    const columns = await readableNow(postgres, [...found, ...lastUpdate.tables], signal)
    await lastUpdates(postgres, columns, sample, signal)
  }
}

async function indexedColumns(
  postgres: Postgres,
  column: string,
  signal: AbortSignal,
): Promise<readonly WatchedColumn[]> {
  if (column === '') return []
  return postgres.query<WatchedColumn>(
    `SELECT DISTINCT n.nspname AS schema, c.relname AS table, a.attname AS column
     FROM pg_attribute a
     JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'm', 'p')
     JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_index x ON x.indrelid = c.oid AND x.indkey[0] = a.attnum AND x.indisvalid AND x.indpred IS NULL
     JOIN pg_class i ON i.oid = x.indexrelid
     JOIN pg_am m ON m.oid = i.relam AND m.amname = 'btree'
     WHERE a.attname = $1 AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)
       AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_temp'
       AND has_table_privilege(c.oid, 'SELECT')
     ORDER BY 1, 2 LIMIT ${maxFound}`,
    [column],
    signal,
  )
}

/** Those whose table nobody has locked: one that is would hold up the news of all. A table that is not there stays, and fails. */
async function readableNow(
  postgres: Postgres,
  columns: readonly WatchedColumn[],
  signal: AbortSignal,
): Promise<readonly WatchedColumn[]> {
  const rows = await postgres.query<{ position: number }>(
    `SELECT position FROM unnest($1::text[]) WITH ORDINALITY AS watched (name, position)
     WHERE coalesce(to_regclass(name) NOT IN (${lockedRelations}), true)`,
    [columns.map(relation)],
    signal,
  )
  const readable = new Set(rows.map(({ position }) => position - 1))
  return columns.filter((_, index) => readable.has(index))
}

async function lastUpdates(
  postgres: Postgres,
  columns: readonly WatchedColumn[],
  sample: Sample,
  signal: AbortSignal,
): Promise<void> {
  if (columns.length === 0) return
  const branches = columns.map(
    (one, position) =>
      `SELECT ${position} AS position, extract(epoch FROM max(${quoteIdentifier(one.column)}))::float8 AS newest FROM ${relation(one)}`,
  )
  const rows = await postgres.query<{ position: number; newest: number | null }>(
    branches.join('\nUNION ALL\n'),
    [],
    signal,
  )
  for (const { position, newest } of rows) {
    const { schema = '', table = '' } = columns[position] ?? {}
    sample(dpgMetrics.tableLastUpdateTimestampSeconds, { schema, table }, newest)
  }
}

async function jobStatuses(
  postgres: Postgres,
  jobs: RuvectorOptions['batchJobs'],
  sample: Sample,
  signal: AbortSignal,
): Promise<void> {
  const [known] = await postgres.query<{ readable: boolean | null }>(
    `SELECT has_table_privilege(to_regclass($1), 'SELECT') AND to_regclass($1) NOT IN (${lockedRelations}) AS readable`,
    [relation(jobs)],
    signal,
  )
  if (known?.readable !== true) return
  const [job, status, time] = [jobs.job, jobs.status, jobs.time].map(quoteIdentifier)
  const rows = await postgres.query<{ job: string; status: string }>(
    `SELECT DISTINCT ON (${job}) ${job}::text AS job, ${status}::text AS status
     FROM ${relation(jobs)} ORDER BY ${job}, ${time} DESC NULLS LAST`,
    [],
    signal,
  )
  for (const { job: name, status: current } of rows) {
    for (const one of new Set([...usualStatuses, current])) {
      sample(dpgMetrics.batchJobStatus, { job: name, status: one }, one === current ? 1 : 0)
    }
  }
}

function relation({ schema, table }: { readonly schema: string; readonly table: string }): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
}
