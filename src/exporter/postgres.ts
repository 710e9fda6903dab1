import pg from 'pg'
import { BelfryError } from '../errors/belfry-error.ts'
import { readSecret } from '../http/secret-file.ts'
import { CollectError } from './collect-error.ts'

export interface PostgresOptions {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  /** `require` encrypts without checking who answers; `verify-full` checks. */
  readonly sslmode: 'disable' | 'require' | 'verify-full'
  /** Read for each new connection. @default none - no password */
  readonly passwordFile?: string | undefined
  /** Whether the server refuses statements that write. @default true */
  readonly readOnly?: boolean
}

/** A PostgreSQL database; unless it was opened otherwise, one to read from. */
export interface Postgres {
  /** Where it is, without the port. */
  readonly host: string
  /**
   * Runs one statement.
   *
   * @param signal - when it aborts, the connection is dropped and the statement fails.
   * @throws CollectError
   */
  query<R extends object>(text: string, values: readonly unknown[], signal: AbortSignal): Promise<readonly R[]>
  /** Another database of the same server, over connections of its own that end with these. */
  database(name: string): Postgres
  close(): Promise<void>
}

/** Connections at most: the parts of a collection run side by side, and a probe beside them. */
const poolSize = 4

const int8 = 20
const numeric = 1700
/** Counters come as numbers; beyond 2^53 a monitor may round. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 || oid === numeric
      ? Number
      : format === 'binary'
        ? pg.types.getTypeParser(oid, 'binary')
        : pg.types.getTypeParser(oid),
}

/**
 * Opens a pool that connects when it is needed.
 *
 * @param timeoutMs - for connecting, and for each statement on the server's side.
 */
export function openPostgres(options: PostgresOptions, timeoutMs: number): Postgres {
  const { host, port, user, database, sslmode, passwordFile, readOnly = true } = options
  const pool = new pg.Pool({
    host,
    port,
    user,
    database,
    ...(passwordFile === undefined ? {} : { password: () => readSecret(passwordFile) }),
    ssl: sslmode === 'disable' ? false : { rejectUnauthorized: sslmode === 'verify-full' },
    application_name: 'belfry-exporter',
    // Short statements gain nothing from compilation, and configured ones must not write.
    options: `-c default_transaction_read_only=${readOnly ? 'on' : 'off'} -c jit=off`,
    max: poolSize,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    keepAlive: true,
    types,
  })
  // The pool replaces idle connections that break; the next query tells if it cannot.
  pool.on('error', () => {})
  const others = new Map<string, Postgres>()

  return {
    host,
    query: async <R extends object>(text: string, values: readonly unknown[], signal: AbortSignal) => {
      try {
        return await queryOnce<R>(pool, text, values, signal)
      } catch (error) {
        throw asCollectError(error, signal)
      }
    },
    database: (name) => {
      const known = others.get(name)
      if (known !== undefined) return known
      const other = openPostgres({ ...options, database: name }, timeoutMs)
      others.set(name, other)
      return other
    },
    close: async () => {
      await Promise.all([pool.end(), ...[...others.values()].map((other) => other.close())])
    },
  }
}

async function queryOnce<R extends object>(
  pool: pg.Pool,
  text: string,
  values: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly R[]> {
  signal.throwIfAborted()
  const client = await pool.connect()
  let released = false
  const release = (drop: boolean) => {
    if (!released) client.release(drop)
    released = true
  }
  const abort = () => release(true)
  // A checked-out client that breaks emits an error beside the failed query.
  const broken = () => {}
  client.on('error', broken)
  signal.addEventListener('abort', abort)
  try {
    signal.throwIfAborted()
    const { rows } = await client.query<R>(text, [...values])
    release(false)
    return rows
  } catch (error) {
    release(sqlState(error) === null)
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
    client.off('error', broken)
  }
}

function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return null
  return String(error.code)
}

function asCollectError(error: unknown, signal: AbortSignal): CollectError | BelfryError {
  if (error instanceof BelfryError) return error
  const message = error instanceof Error ? error.message : String(error)
  const state = sqlState(error)
  if (signal.aborted || state === '57014' || /time ?out/i.test(message))
    return new CollectError('timeout', message, error)
  // 08 connection, 53 resources such as "too many clients", 57P shutdown
  if (state === null || /^(08|53|57P)/.test(state)) return new CollectError('connection', message, error)
  if (state.startsWith('28')) return new CollectError('authentication', message, error)
  return new CollectError('query', message, error)
}
