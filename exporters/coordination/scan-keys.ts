import { CollectError, type Redis } from '#belfry'

export interface ScanOptions {
  readonly redis: Redis
  /** Redis' glob pattern. */
  readonly match: string
  /** Keys that Redis looks at in one step. */
  readonly count: number
  readonly signal: AbortSignal
}

/**
 * All keys that match, each once, in batches; Redis finds the next batch while the one before is worked on.
 *
 * @throws CollectError
 */
export async function* scanKeys({ redis, match, count, signal }: ScanOptions): AsyncGenerator<readonly string[]> {
  const seen = new Set<string>()
  const step = (cursor: string) => {
    const reply = redis.call('SCAN', [cursor, 'MATCH', match, 'COUNT', count], signal)
    // Its failure is met when the batch is due, or by nobody when the reader has left.
    reply.catch(() => {})
    return reply
  }
  let reply: Promise<unknown> | null = step('0')
  while (reply !== null) {
    const [cursor, found] = readReply(await reply)
    reply = cursor === '0' ? null : step(cursor)
    // Redis may give a key twice when it resizes its table.
    const fresh = found.filter((key) => !seen.has(key) && seen.add(key))
    if (fresh.length > 0) yield fresh
  }
}

function readReply(reply: unknown): readonly [string, readonly string[]] {
  const [cursor, keys] = Array.isArray(reply) ? (reply as readonly unknown[]) : []
  if (!Array.isArray(keys)) throw new CollectError('response', 'SCAN: not a cursor and keys')
  return [String(cursor), keys.map(String)]
}
