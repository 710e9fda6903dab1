import { type CollectorSetup, type Postgres, quoteIdentifier } from '#belfry'
import { dpgMetrics, ruvectorMetrics } from './metrics.ts'
import type { RuvectorOptions } from './options.ts'
import type { SearchErrors } from './search-errors.ts'
import { findVectorRelations } from './vector-relations.ts'

interface SearchableTable {
  readonly schema: string
  readonly table: string
  readonly column: string
  /** Schema and name of the distance operator of its index; `null` for an index that only orders values. */
  readonly operator_schema: string | null
  readonly operator: string | null
}

/** Query type under which searches count among the other probes. */
const searchType = 'search'

/** Times queries on a schedule: the configured ones, and a nearest-neighbour search in each table with a vector index. */
export function scheduleProbes(setup: CollectorSetup<RuvectorOptions>, errors: SearchErrors): void {
  const { postgres, options } = setup
  const { interval, queries, search } = options.probes
  const duration = setup.histogram(dpgMetrics.queryDurationSeconds)
  const failures = setup.counter(dpgMetrics.queryErrorsTotal)
  const latency = setup.histogram(ruvectorMetrics.searchLatencySeconds)
  for (const query_type of [...Object.keys(queries), ...(search ? [searchType] : [])]) {
    duration.zero({ query_type })
    failures.increment({ query_type }, 0)
  }

  /** Seconds that the statement took, or `null` after a failure, which it counts. */
  const probe = async (query_type: string, text: string, signal: AbortSignal): Promise<number | null> => {
    try {
      const seconds = await timed(postgres, text, signal)
      duration.observe({ query_type }, seconds)
      return seconds
    } catch (error) {
      if (signal.aborted) throw error
      failures.increment({ query_type })
      return null
    }
  }

  let known = new Map<string, SearchableTable>()
  const searchRound = async (signal: AbortSignal): Promise<void> => {
    const found = await searchableTables(postgres, options, signal).catch(() => null)
    // While the catalog cannot be read, the tables of the last round stand in.
    const tables = found === null ? known : new Map(found.map((one) => [`${one.schema}.${one.table}`, one]))
    for (const [name, { schema, table }] of known) if (!tables.has(name)) latency.remove({ schema, table })
    for (const [name, { schema, table }] of tables) if (!known.has(name)) latency.zero({ schema, table })
    known = tables
    for (const one of tables.values()) {
      const labels = { schema: one.schema, table: one.table }
      const seconds = await probe(searchType, searchStatement(one, options.probes.neighbours), signal)
      if (seconds === null) errors.add(one)
      else latency.observe(labels, seconds)
    }
  }

  setup.schedule(interval, async (signal) => {
    for (const [query_type, text] of Object.entries(queries)) await probe(query_type, text, signal)
    if (search) await searchRound(signal)
  })
}

async function timed(postgres: Postgres, text: string, signal: AbortSignal): Promise<number> {
  const start = performance.now()
  await postgres.query(text, [], signal)
  return (performance.now() - start) / 1000
}

/** Tables whose first column of a valid vector index can be searched; one index a table. */
async function searchableTables(
  postgres: Postgres,
  options: RuvectorOptions,
  signal: AbortSignal,
): Promise<readonly SearchableTable[]> {
  const { indexes } = await findVectorRelations(postgres, options, signal)
  return postgres.query<SearchableTable>(
    `SELECT DISTINCT ON (c.oid) n.nspname AS schema, c.relname AS table, a.attname AS column,
            o.operator_schema, o.operator
     FROM pg_index x
     JOIN pg_class c ON c.oid = x.indrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
     JOIN pg_opclass k ON k.oid = x.indclass[0]
     LEFT JOIN LATERAL (
       SELECT s.nspname AS operator_schema, p.oprname AS operator
       FROM pg_amop f JOIN pg_operator p ON p.oid = f.amopopr JOIN pg_namespace s ON s.oid = p.oprnamespace
       WHERE f.amopfamily = k.opcfamily AND f.amoppurpose = 'o' AND f.amoplefttype = k.opcintype
       ORDER BY f.amopstrategy LIMIT 1
     ) o ON true
     WHERE x.indexrelid = ANY ($1::oid[]) AND x.indisvalid AND x.indpred IS NULL AND has_table_privilege(c.oid, 'SELECT')
     ORDER BY c.oid, x.indexrelid LIMIT ${options.probes.maxTables}`,
    [indexes],
    signal,
  )
}

/** The neighbours of a vector that the table holds; with an index that has no distance, the next values in its order. */
function searchStatement(
  { schema, table, column, operator_schema, operator }: SearchableTable,
  neighbours: number,
): string {
  const relation = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
  const name = quoteIdentifier(column)
  const stored = `(SELECT ${name} FROM ${relation} WHERE ${name} IS NOT NULL LIMIT 1)`
  if (operator_schema === null || operator === null) {
    return `SELECT 1 FROM ${relation} WHERE ${name} >= ${stored} ORDER BY ${name} LIMIT ${neighbours}`
  }
  return `SELECT 1 FROM ${relation} ORDER BY ${name} OPERATOR(${quoteIdentifier(operator_schema)}.${operator}) ${stored} LIMIT ${neighbours}`
}
