import { CollectError, type Redis } from '#belfry'

/** Keys that are read with one command; more hold up other clients, and gain nothing. */
const batchSize = 500

/**
 * The texts of keys, in their order; `null` for one that has expired meanwhile or holds no text.
 *
 * @throws CollectError
 */
export async function readValues(
  redis: Redis,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly (string | null)[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / batchSize) }, (_, index) =>
    keys.slice(index * batchSize, (index + 1) * batchSize),
  )
  const replies = await Promise.all(batches.map((batch) => redis.call('MGET', batch, signal)))
  return replies.flatMap((reply, index) => {
    if (!Array.isArray(reply) || reply.length !== batches[index]?.length)
      throw new CollectError('response', 'MGET: not a value for each key')
    return (reply as readonly unknown[]).map((value) => (typeof value === 'string' ? value : null))
  })
}
