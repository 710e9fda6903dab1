import { type CollectPart, countKeys, infoNumber, parseRedisInfo, type Redis, type Sample } from '#belfry'
import { dpgMetrics } from './metrics.ts'

/** Memory, keys, hits and evictions of Redis, all from one `INFO`. */
export function redisServer(redis: Redis, application: (sample: Sample) => void): CollectPart {
  return async ({ sample, signal }) => {
    application(sample)
    // Stands when the next line fails.
    sample(dpgMetrics.redisUp, {}, 0)
    const info = parseRedisInfo(String(await redis.call('INFO', [], signal)))
    sample(dpgMetrics.redisUp, {}, 1)
    sample(dpgMetrics.redisMemoryUsedBytes, {}, infoNumber(info, 'used_memory'))
    sample(dpgMetrics.redisKeysTotal, {}, countKeys(info))
    sample(dpgMetrics.redisEvictedKeysTotal, {}, infoNumber(info, 'evicted_keys'))
    const hits = infoNumber(info, 'keyspace_hits')
    const misses = infoNumber(info, 'keyspace_misses')
    const lookups = hits === null || misses === null ? 0 : hits + misses
    sample(dpgMetrics.redisHitRate, {}, hits === null || lookups === 0 ? null : hits / lookups)
  }
}
