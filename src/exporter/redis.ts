import { Redis as Client } from 'ioredis'
import { BelfryError } from '../errors/belfry-error.ts'
import { readSecret } from '../http/secret-file.ts'
import { CollectError } from './collect-error.ts'

export interface RedisOptions {
  readonly host: string
  readonly port: number
  /** Read for each new connection. @default none - no password */
  readonly passwordFile?: string | undefined
  /** Number of the database. @default 0 */
  readonly database?: number | undefined
}

/** A Redis server to read from. */
export interface Redis {
  /** Where it is, without the port. */
  readonly host: string
  /**
   * Runs one command.
   *
   * @throws CollectError
   */
  call(command: string, args: readonly (string | number)[], signal: AbortSignal): Promise<unknown>
  /** The same server's database of another number, over a connection of its own that ends with this one. */
  database(index: number): Redis
  close(): Promise<void>
}

/**
 * Opens a connection when it is needed, and again when it was lost.
 *
 * @param timeoutMs - for connecting and for each command.
 */
export function openRedis(options: RedisOptions, timeoutMs: number): Redis {
  const { host, port, passwordFile, database = 0 } = options
  const others = new Map<number, Redis>()
  let connection: Promise<Client> | null = null

  async function connect(lost: () => void): Promise<Client> {
    const client = new Client({
      host,
      port,
      db: database,
      ...(passwordFile === undefined ? {} : { password: await readSecret(passwordFile) }),
      connectionName: 'belfry-exporter',
      lazyConnect: true,
      connectTimeout: timeoutMs,
      commandTimeout: timeoutMs,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      // Reconnecting is the next call's business, with the password of that day.
      retryStrategy: () => null,
    })
    let cause: Error | null = null
    client.on('error', (error: Error) => {
      cause ??= error
    })
    client.once('end', lost)
    try {
      await client.connect()
      return client
    } catch (error) {
      client.disconnect()
      // "Connection is closed" hides why; the error event knew.
      throw cause ?? error
    }
  }

  function connected(): Promise<Client> {
    if (connection !== null) return connection
    const mine = connect(() => {
      if (connection === mine) connection = null
    })
    connection = mine
    return mine
  }

  /** Ends a connection, and no newer one: all calls that waited on it fail one after the other. */
  function giveUp(used: Promise<Client> | null): void {
    if (connection === used) connection = null
    used?.then((client) => client.disconnect()).catch(() => {})
  }

  return {
    host,
    call: async (command, args, signal) => {
      let used: Promise<Client> | null = null
      try {
        signal.throwIfAborted()
        used = connected()
        const client = await used
        return await client.call(command, ...args)
      } catch (error) {
        const failure = asCollectError(error, signal)
        // A connection that failed or hangs is given up; a refused command says nothing against it.
        if (failure instanceof BelfryError || failure.reason !== 'query') giveUp(used)
        throw failure
      }
    },
    database: (index) => {
      const known = others.get(index)
      if (known !== undefined) return known
      const other = openRedis({ ...options, database: index }, timeoutMs)
      others.set(index, other)
      return other
    },
    close: async () => {
      await Promise.all([...others.values()].map((other) => other.close()))
      const client = await connection?.catch(() => null)
      client?.disconnect()
    },
  }
}

function asCollectError(error: unknown, signal: AbortSignal): CollectError | BelfryError {
  if (error instanceof BelfryError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (/^(NOAUTH|WRONGPASS|NOPERM)|invalid password|without any password/.test(message))
    return new CollectError('authentication', message, error)
  if (signal.aborted || /timed ?out|ETIMEDOUT/i.test(message)) return new CollectError('timeout', message, error)
  if (error instanceof Error && error.name === 'ReplyError') return new CollectError('query', message, error)
  return new CollectError('connection', message, error)
}
