import { cases, changes, example, fires, given, perSecond, quiet } from '#belfry'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import type { RedisOptions } from '../stack/options/redis.ts'

const at = { instance: 'cache:9121' } as const

export default cases((o: RedisOptions) => [
  example('RedisDown', 'fires once Redis stays away, and stops when it is back', {
    given: [given(redis.up, at, changes({ '0s': 1, '1m': 0, '3m': 1 }))],
    expect: [
      quiet('1m', '1m20s'),
      fires(['1m30s', '3m'], {
        summary: 'Redis behind cache:9121 is down',
        description: 'The exporter cache:9121 cannot connect to Redis.',
      }),
      quiet('3m10s'),
    ],
  }),
  example('RedisDown', 'one failed connection is no outage', {
    given: [given(redis.up, at, changes({ '0s': 1, '1m': 0, '1m10s': 1 }))],
    expect: [quiet('1m10s', '1m20s', '1m30s', '2m')],
  }),

  example('RedisMemoryUsageHigh', 'fires while much of maxmemory is in use', {
    given: [
      given(redis.memoryMaxBytes, at, 1000),
      given(redis.memoryUsedBytes, at, changes({ '0s': 500, '1m': 860, '20m': 500 })),
    ],
    expect: [
      quiet('11m'),
      fires('11m10s', {
        summary: 'Redis on cache:9121 uses much of its memory',
        description: '86% of maxmemory is in use.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('RedisMemoryUsageHigh', 'a limit of 0 is no limit', {
    given: [given(redis.memoryMaxBytes, at, 0), given(redis.memoryUsedBytes, at, 860)],
    expect: [quiet('15m')],
  }),

  example('RedisHitRateLow', 'fires when a busy cache finds few keys, and stops when it finds them again', {
    given: [
      given(redis.keyspaceHitsTotal, at, changes({ '0s': perSecond(95), '10m': perSecond(70), '40m': perSecond(95) })),
      given(redis.keyspaceMissesTotal, at, changes({ '0s': perSecond(5), '10m': perSecond(30), '40m': perSecond(5) })),
    ],
    expect: [
      quiet('10m', '25m'),
      fires('35m', {
        summary: 'Redis on cache:9121 misses many keys',
        description: '70% of the look-ups of the last 5 minutes found their key.',
      }),
      quiet('45m'),
    ],
  }),
  example('RedisHitRateLow', 'a cache that is hardly asked says nothing', {
    given: [
      given(redis.keyspaceHitsTotal, at, perSecond(0)),
      given(redis.keyspaceMissesTotal, at, perSecond(o.hitRateMinimumLookups * 0.9)),
    ],
    expect: [quiet('30m')],
  }),

  example('RedisRejectedConnections', 'fires on the first refused connections, until they are 5 minutes past', {
    given: [given(redis.rejectedConnectionsTotal, at, changes({ '0s': 0, '10m': 3 }))],
    expect: [
      quiet('10m', '12m'),
      fires('14m', {
        summary: 'Redis on cache:9121 refuses connections',
        description: 'Connections refused in the last 5 minutes because maxclients is reached: 3.',
      }),
      quiet('15m10s'),
    ],
  }),
  example('RedisRejectedConnections', 'a restart of Redis refuses nobody', {
    given: [given(redis.rejectedConnectionsTotal, at, changes({ '0s': 40, '10m': 0 }))],
    expect: [quiet('12m', '14m')],
  }),
])
