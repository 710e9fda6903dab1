import { cases, changes, example, fires, given, gives, perSecond, quiet, reset } from '#belfry'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import type { RedisOptions } from '../stack/options/redis.ts'

const at = { instance: 'cache:9121' } as const
const queue = { instance: 'queue:9121' } as const
const saved = ['rdbLastBgsaveStatus', 'aofLastWriteStatus', 'aofLastBgrewriteStatus'] as const

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
      given(redis.memoryUsedBytes, at, changes({ '0s': 500, '1m': 860, '20m': 850 })),
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

  example('RedisMemoryUsageCritical', 'fires while Redis has no room, and stops when there is some', {
    given: [
      given(redis.memoryMaxBytes, at, 1000),
      given(redis.memoryUsedBytes, at, changes({ '0s': 900, '1m': 960, '10m': 940 })),
    ],
    expect: [
      quiet('6m'),
      fires('6m10s', {
        summary: 'Redis on cache:9121 is running out of memory',
        description: '96% of maxmemory is in use; soon keys are evicted or writes refused.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('RedisMemoryUsageCritical', 'much is not yet everything', {
    given: [given(redis.memoryMaxBytes, at, 1000), given(redis.memoryUsedBytes, at, 950)],
    expect: [quiet('10m')],
  }),

  example('RedisHitRateLow', 'fires when a busy cache finds few keys, and stops when it finds them again', {
    given: [
      given(redis.keyspaceHitsTotal, at, changes({ '0s': perSecond(95), '10m': perSecond(70), '40m': perSecond(95) })),
      given(redis.keyspaceMissesTotal, at, changes({ '0s': perSecond(5), '10m': perSecond(30), '40m': perSecond(5) })),
      given(redis.keyspaceHitsTotal, queue, changes({ '0s': perSecond(0), '20m': perSecond(4.2) })),
      given(redis.keyspaceMissesTotal, queue, changes({ '0s': perSecond(0), '20m': perSecond(6.3) })),
    ],
    expect: [
      quiet('10m', '25m'),
      fires('35m', {
        labels: at,
        summary: 'Redis on cache:9121 misses many keys',
        description: '70% of the look-ups of the last 5 minutes found their key.',
      }),
      fires('45m', {
        labels: queue,
        summary: 'Redis on queue:9121 misses many keys',
        description: '40% of the look-ups of the last 5 minutes found their key.',
      }),
    ],
  }),
  example('RedisHitRateLow', 'resolves when keys are found as often as they should be', {
    interval: '1m',
    given: [
      given(redis.keyspaceHitsTotal, at, changes({ '0s': perSecond(60), '40m': perSecond(80) })),
      given(redis.keyspaceMissesTotal, at, changes({ '0s': perSecond(40), '40m': perSecond(20) })),
    ],
    expect: [
      fires('40m', {
        summary: 'Redis on cache:9121 misses many keys',
        description: '60% of the look-ups of the last 5 minutes found their key.',
      }),
      quiet('46m', '70m'),
    ],
  }),
  example('RedisHitRateLow', 'a cache that is hardly asked says nothing', {
    interval: '1m',
    given: [
      given(redis.keyspaceHitsTotal, at, perSecond(0)),
      given(redis.keyspaceMissesTotal, at, perSecond(o.hitRateMinimumLookups)),
    ],
    expect: [quiet('30m')],
  }),
  example('instance:redis_keyspace_hits:ratio_rate5m', 'counts five minutes, and nothing where nobody asks', {
    given: [
      given(redis.keyspaceHitsTotal, at, changes({ '0s': perSecond(0.2), '20m': perSecond(0.6) })),
      given(redis.keyspaceMissesTotal, at, changes({ '0s': perSecond(0.4), '21m': perSecond(0.1) })),
      given(redis.keyspaceHitsTotal, queue, 70),
      given(redis.keyspaceMissesTotal, queue, 30),
    ],
    expect: [gives('23m', { labels: at, value: 0.619048 }), gives('30m', { labels: at, value: 0.857143 })],
  }),

  example('RedisEvictionsHigh', 'fires while keys are evicted', {
    given: [
      given(
        redis.evictedKeysTotal,
        at,
        changes({ '0s': perSecond(0), '5m': perSecond(10.5), '25m': perSecond(30), '40m': perSecond(0) }),
      ),
    ],
    expect: [
      quiet('5m', '15m'),
      fires('22m', {
        summary: 'Redis on cache:9121 evicts keys',
        description: '10.5 keys per second are evicted for lack of memory.',
      }),
      fires('27m', {
        summary: 'Redis on cache:9121 evicts keys',
        description: '18.57 keys per second are evicted for lack of memory.',
      }),
      quiet('45m'),
    ],
  }),
  example('RedisEvictionsHigh', 'some evictions are the work of a cache', {
    interval: '1m',
    given: [given(redis.evictedKeysTotal, at, perSecond(o.evictionRate))],
    expect: [quiet('30m')],
  }),

  example('RedisConnectedClientsHigh', 'fires on one client too many', {
    given: [given(redis.connectedClients, at, changes({ '0s': 20, '1m': 101, '15m': 100 }))],
    expect: [
      quiet('11m'),
      fires('11m10s', {
        summary: 'Redis on cache:9121 has many clients',
        description: '101 clients are connected.',
      }),
      quiet('15m10s'),
    ],
  }),
  example('RedisConnectedClientsHigh', 'clients that come and go are no crowd', {
    given: [given(redis.connectedClients, at, changes({ '0s': 100, '1m': 150, '10m': 100, '10m10s': 150 }))],
    expect: [quiet('10m', '11m10s', '15m')],
  }),
  example('RedisConnectedClientsHigh', 'one of two servers is crowded', {
    given: [
      given(redis.connectedClients, { instance: 'cache:9121' }, 50),
      given(redis.connectedClients, { instance: 'queue:9121' }, 120),
    ],
    expect: [
      fires('12m', {
        labels: { instance: 'queue:9121' },
        summary: 'Redis on queue:9121 has many clients',
        description: '120 clients are connected.',
      }),
    ],
  }),

  example('RedisBlockedClients', 'fires while a client waits', {
    given: [given(redis.blockedClients, at, changes({ '0s': 0, '1m': 1, '10m': 0 }))],
    expect: [
      quiet('6m'),
      fires('6m10s', {
        summary: 'Clients of Redis on cache:9121 are blocked',
        description: 'Clients that wait in a blocking command: 1.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('RedisBlockedClients', 'nobody waits', {
    given: [given(redis.blockedClients, at, o.blockedClients)],
    expect: [quiet('10m')],
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
  example('RedisRejectedConnections', 'fires on one in five minutes, and counts on after a restart of Redis', {
    given: [given(redis.rejectedConnectionsTotal, at, changes({ '0s': perSecond(0.003), '20m': reset(0.003) }))],
    expect: [
      fires(['15m', '22m'], {
        summary: 'Redis on cache:9121 refuses connections',
        description: 'Connections refused in the last 5 minutes because maxclients is reached: 1.',
      }),
    ],
  }),
  example('RedisRejectedConnections', 'a restart of Redis refuses nobody', {
    given: [given(redis.rejectedConnectionsTotal, at, changes({ '0s': 40, '10m': 0 }))],
    expect: [quiet('12m', '14m')],
  }),

  example('RedisSlowLogEntries', 'fires while the slow log fills', {
    given: [
      given(
        redis.slowlogLastId,
        at,
        changes({ '0s': perSecond(0.5), '10m': perSecond(2), '30m': perSecond(5), '40m': perSecond(0) }),
      ),
    ],
    expect: [
      quiet('20m'),
      fires('28m', {
        summary: 'Redis on cache:9121 runs slow commands',
        description: '2 slow commands per second enter the slow log.',
      }),
      fires('32m', {
        summary: 'Redis on cache:9121 runs slow commands',
        description: '3.128 slow commands per second enter the slow log.',
      }),
      quiet('46m'),
    ],
  }),
  example('RedisSlowLogEntries', 'a slow command a second may be', {
    given: [given(redis.slowlogLastId, at, perSecond(o.slowCommandRate))],
    expect: [quiet('30m')],
  }),
  example('RedisSlowLogEntries', 'the log begins anew with the server', {
    given: [given(redis.slowlogLastId, at, changes({ '0s': 4000, '10m': perSecond(0.5, 0) }))],
    expect: [quiet('12m', '22m', '30m')],
  }),

  example('RedisFragmentationHigh', 'fires on a large server that holds half as much again as it uses, and more', {
    given: [
      given(redis.memFragmentationRatio, at, changes({ '0s': 1.1, '1m': 1.55, '40m': o.fragmentation })),
      given(redis.memoryUsedBytes, at, o.fragmentationMinimumBytes + 1),
    ],
    expect: [
      quiet('31m'),
      fires('31m10s', {
        summary: 'The memory of Redis on cache:9121 is fragmented',
        description: 'The process holds 1.55 bytes for each byte in use.',
      }),
      quiet('40m10s', '75m'),
    ],
  }),
  example('RedisFragmentationHigh', 'a server that holds next to nothing always looks fragmented', {
    given: [given(redis.memFragmentationRatio, at, 8), given(redis.memoryUsedBytes, at, o.fragmentationMinimumBytes)],
    expect: [quiet('40m')],
  }),

  ...saved.map((broken) =>
    example('RedisPersistenceErrors', `fires when ${broken} says so`, {
      given: [
        ...saved.filter((key) => key !== broken).map((key) => given(redis[key], at, 1)),
        given(redis[broken], at, changes({ '0s': 1, '1m': 0, '40m': 1 })),
      ],
      expect: [
        quiet('31m'),
        fires('31m10s', {
          summary: 'Redis on cache:9121 cannot save its data',
          description: 'The last background save, or the last write or rewrite of the append-only file, failed.',
        }),
        quiet('40m10s'),
      ],
    }),
  ),
  example('RedisPersistenceErrors', 'everything is saved', {
    given: saved.map((key) => given(redis[key], at, 1)),
    expect: [quiet('40m')],
  }),
])
