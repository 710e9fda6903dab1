import { cases, changes, equivalent, example, fires, given, gives, quiet } from '#belfry'
import { manateeMetrics as manatee, manateeStatusMetrics as status } from '../exporters/manatee/metrics.ts'
import type { ManateeOptions } from '../stack/options/manatee.ts'
import replicationCases from './manatee-replication.cases.ts'

/** Two exporters that watch the same shards, so that everything is told twice. */
const watchers = [{ instance: 'x:9999' }, { instance: 'y:9999' }] as const
const one = { shard: '1.moray' } as const
const two = { shard: '2.moray' } as const
const primary = { ...one, peer: 'p1:5432', role: 'primary' } as const
const sync = { ...one, peer: 'p2:5432', role: 'sync' } as const
const deposed = { ...one, peer: 'p3:5432', role: 'deposed' } as const

const noPrimary = {
  labels: one,
  summary: 'Manatee cluster 1.moray has no primary that answers',
  description: 'No PostgreSQL of 1.moray takes writes.',
}

export default cases((o: ManateeOptions) => [
  example('ManateeClusterFrozen', 'fires for the frozen shard, once, until it is thawed', {
    given: [
      ...watchers.map((at) => given(manatee.clusterFrozen, { ...one, ...at }, changes({ '0s': 0, '1m': 1, '5m': 0 }))),
      given(manatee.clusterFrozen, { ...two, ...watchers[0] }, 0),
    ],
    expect: [
      quiet('1m', '2m'),
      fires(['2m10s', '5m'], {
        labels: one,
        summary: 'Manatee cluster 1.moray is frozen',
        description: 'Nobody takes over when the primary of 1.moray fails.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('ManateeClusterFrozen', 'one watcher sees it first', {
    given: [
      given(manatee.clusterFrozen, { ...one, ...watchers[0] }, 0),
      given(manatee.clusterFrozen, { ...one, ...watchers[1] }, 1),
    ],
    expect: [
      fires('3m', {
        labels: one,
        summary: 'Manatee cluster 1.moray is frozen',
        description: 'Nobody takes over when the primary of 1.moray fails.',
      }),
    ],
  }),
  example('ManateeClusterFrozen', 'frozen for a moment, on purpose', {
    given: [given(manatee.clusterFrozen, one, changes({ '0s': 0, '1m': 1, '1m45s': 0 }))],
    expect: [quiet('1m50s', '2m10s', '5m')],
  }),

  example('ManateePostgresDown', 'fires for the peer that is down, not for a deposed one or one that is rebuilt', {
    given: [
      ...watchers.flatMap((at) => [
        given(manatee.peerPostgresUp, { ...primary, ...at }, 1),
        given(manatee.peerPostgresUp, { ...sync, ...at }, changes({ '0s': 1, '1m': 0, '5m': 1 })),
        given(manatee.peerPostgresUp, { ...deposed, ...at }, 0),
        given(manatee.peerPostgresUp, { ...two, peer: 'p4:5432', role: 'sync', ...at }, 0),
        given(manatee.peerPostgresUp, { ...two, peer: 'p2:5432', role: 'primary', ...at }, 1),
      ]),
      given(status.peerRestoring, { ...two, peer: 'p4:5432', role: 'sync', ...watchers[0] }, 1),
      given(status.peerRestoring, { ...two, peer: 'p4:5432', role: 'sync', ...watchers[1] }, 0),
      given(status.peerRestoring, { ...sync, ...watchers[0] }, 0),
    ],
    expect: [
      quiet('1m', '1m30s'),
      fires(['1m40s', '5m'], {
        labels: sync,
        summary: 'PostgreSQL down on p2:5432 (sync)',
        description: 'The PostgreSQL of the sync p2:5432 in 1.moray does not answer.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('ManateePostgresDown', 'one watcher that cannot reach it is not enough', {
    given: [
      given(manatee.peerPostgresUp, { ...sync, ...watchers[0] }, 0),
      given(manatee.peerPostgresUp, { ...sync, ...watchers[1] }, 1),
    ],
    expect: [quiet('5m')],
  }),

  example('ManateeClusterErrors', 'counts errors once, and fires while there are some', {
    given: [
      ...watchers.map((at) =>
        given(manatee.clusterErrorsTotal, { ...one, ...at }, changes({ '0s': 0, '1m': 2, '5m': 0 })),
      ),
      given(manatee.clusterErrorsTotal, { ...two, ...watchers[0] }, 0),
    ],
    expect: [
      quiet('1m', '2m'),
      fires(['2m10s', '5m'], {
        labels: one,
        summary: 'Manatee cluster 1.moray has 2 errors',
        description: 'Errors that the cluster details of 1.moray list: 2.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('ManateeClusterErrors', 'one watcher reads them first', {
    given: [
      given(manatee.clusterErrorsTotal, { ...one, ...watchers[0] }, 0),
      given(manatee.clusterErrorsTotal, { ...one, ...watchers[1] }, 1),
    ],
    expect: [
      fires('3m', {
        labels: one,
        summary: 'Manatee cluster 1.moray has 1 errors',
        description: 'Errors that the cluster details of 1.moray list: 1.',
      }),
    ],
  }),
  example('ManateeClusterErrors', 'errors that go with the next state', {
    given: [given(manatee.clusterErrorsTotal, one, changes({ '0s': 0, '1m': 1, '1m45s': 0 }))],
    expect: [quiet('1m50s', '2m10s', '5m')],
  }),

  example('ManateeNoPrimary', 'fires while the primary does not answer', {
    given: [
      ...watchers.flatMap((at) => [
        given(status.shardUp, { ...one, ...at }, 1),
        given(manatee.peerPostgresUp, { ...primary, ...at }, changes({ '0s': 1, '1m': 0, '5m': 1 })),
        given(manatee.peerPostgresUp, { ...sync, ...at }, 1),
        given(status.shardUp, { ...two, ...at }, 1),
      ]),
      given(manatee.peerPostgresUp, { ...two, peer: 'p4:5432', role: 'primary', ...watchers[0] }, 1),
      given(manatee.peerPostgresUp, { ...two, peer: 'p4:5432', role: 'primary', ...watchers[1] }, 0),
    ],
    expect: [quiet('1m', '1m30s'), fires(['1m40s', '5m'], noPrimary), quiet('5m10s')],
  }),
  example('ManateeNoPrimary', 'fires when the status servers know no peer at all', {
    given: [given(status.shardUp, { ...one, ...watchers[0] }, 1), given(status.shardUp, { ...one, ...watchers[1] }, 0)],
    expect: [quiet('20s'), fires('1m', noPrimary)],
  }),
  example('ManateeNoPrimary', 'fires when only peers themselves are scraped, and none is primary', {
    given: [given(manatee.peerPostgresUp, { ...sync, ...watchers[0] }, 1)],
    expect: [fires('1m', noPrimary)],
  }),
  example('ManateeNoPrimary', 'a shard that nobody answers for has another alert', {
    given: watchers.map((at) => given(status.shardUp, { ...one, ...at }, 0)),
    expect: [quiet('5m')],
  }),

  example('ManateeShardUnreachable', 'fires when no watcher gets an answer', {
    given: [
      ...watchers.map((at) => given(status.shardUp, { ...one, ...at }, changes({ '0s': 1, '1m': 0, '5m': 1 }))),
      given(status.shardUp, { ...two, ...watchers[0] }, 0),
      given(status.shardUp, { ...two, ...watchers[1] }, 1),
    ],
    expect: [
      quiet('1m', '1m30s'),
      fires(['1m40s', '5m'], {
        labels: one,
        summary: 'Nobody answers for Manatee cluster 1.moray',
        description: 'Neither a status server nor the cluster details of 1.moray could be read.',
      }),
      quiet('5m10s'),
    ],
  }),
  example('ManateeShardUnreachable', 'a restart of the status servers takes seconds', {
    given: [given(status.shardUp, one, changes({ '0s': 1, '1m': 0, '1m15s': 1 }))],
    expect: [quiet('1m20s', '1m40s', '5m')],
  }),

  example('ManateePeerDeposed', 'fires for the deposed peer until it is rebuilt', {
    given: [
      ...watchers.map((at) =>
        given(manatee.peerPostgresUp, { ...deposed, ...at }, changes({ '0s': 0, '20m': '_ stale' })),
      ),
      given(manatee.peerPostgresUp, { ...primary, ...watchers[0] }, 1),
      given(manatee.peerPostgresUp, { ...two, peer: 'p3:5432', role: 'async', ...watchers[0] }, 0),
    ],
    expect: [
      quiet('4m50s'),
      fires(['5m10s', '20m'], {
        labels: { ...one, peer: 'p3:5432' },
        summary: 'Peer p3:5432 of Manatee cluster 1.moray is deposed',
        description: 'The former primary p3:5432 takes no part in 1.moray until somebody rebuilds it.',
      }),
      quiet('21m'),
    ],
  }),
  example('ManateePeerDeposed', 'a peer that is down is not deposed', {
    given: [given(manatee.peerPostgresUp, sync, 0)],
    expect: [quiet('10m')],
  }),

  ...replicationCases(o),

  example('ManateePeerUnreachable', 'fires for the status server that is silent while others answer', {
    given: [
      ...watchers.flatMap((at) => [
        given(status.targetUp, { ...one, target: 'p1:5433', ...at }, 1),
        given(status.targetUp, { ...one, target: 'p2:5433', ...at }, changes({ '0s': 1, '1m': 0, '10m': 1 })),
        given(status.targetUp, { ...two, target: 'p4:5433', ...at }, 0),
        given(status.shardUp, { ...two, ...at }, 0),
      ]),
      given(status.shardUp, { ...one, ...watchers[0] }, 1),
      given(status.shardUp, { ...one, ...watchers[1] }, 0),
      given(status.targetUp, { ...one, target: 'p3:5433', ...watchers[0] }, 0),
      given(status.targetUp, { ...one, target: 'p3:5433', ...watchers[1] }, 1),
    ],
    expect: [
      quiet('1m', '3m'),
      fires(['3m10s', '10m'], {
        labels: { ...one, target: 'p2:5433' },
        summary: 'The status server p2:5433 does not answer',
        description: 'Others answer for 1.moray, but p2:5433 does not: its Manatee is down, or the way to it.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('ManateePeerUnreachable', 'a restart takes a moment', {
    given: [
      given(status.shardUp, one, 1),
      given(status.targetUp, { ...one, target: 'p2:5433' }, changes({ '0s': 1, '1m': 0, '2m45s': 1 })),
    ],
    expect: [quiet('2m50s', '3m10s', '5m')],
  }),

  example('shard:manatee_peers_healthy:count', 'counts peers that take part and that some watcher reaches, each once', {
    given: [
      ...watchers.flatMap((at) => [
        given(manatee.peerPostgresUp, { ...primary, ...at }, 1),
        given(manatee.peerPostgresUp, { ...sync, ...at }, changes({ '0s': 1, '1m': 0 })),
        given(manatee.peerPostgresUp, { ...deposed, ...at }, 1),
      ]),
      given(manatee.peerPostgresUp, { ...one, peer: 'p5:5432', role: 'async', ...watchers[0] }, 1),
      given(manatee.peerPostgresUp, { ...one, peer: 'p5:5432', role: 'async', ...watchers[1] }, 0),
      given(manatee.peerPostgresUp, { ...two, peer: 'p4:5432', role: 'async', ...watchers[0] }, 1),
    ],
    expect: [
      gives('1m', { labels: one, value: 3 }, { labels: two, value: 1 }),
      gives('2m', { labels: one, value: 2 }, { labels: two, value: 1 }),
    ],
  }),

  equivalent('shard:manatee_peers_healthy:count', {
    'aggregation/1/sum': 'What is counted is 1 each: the count is the sum.',
  }),

  ...['ManateePostgresDown', 'ManateeShardUnreachable', 'ManateePeerUnreachable'].map((alert) =>
    equivalent(alert, { 'aggregation/1/sum': 'What is summed is 0 or 1: the sum is 0 when the largest is.' }),
  ),
])
