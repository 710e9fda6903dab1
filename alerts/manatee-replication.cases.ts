import { cases, changes, equivalent, example, fires, given, gives, quiet, ramp } from '#belfry'
import { manateeMetrics as manatee, manateeStatusMetrics as status } from '../exporters/manatee/metrics.ts'
import type { ManateeOptions } from '../stack/options/manatee.ts'

const watchers = [{ instance: 'x:9999' }, { instance: 'y:9999' }] as const
const one = { shard: '1.moray' } as const
const two = { shard: '2.moray' } as const
const primary = { ...one, peer: 'p1:5432', role: 'primary' } as const
const sync = { ...one, peer: 'p2:5432', role: 'sync' } as const
const async = { ...one, peer: 'p3:5432', role: 'async' } as const

/** A primary that has sent 1000 bytes, and peers that have replayed less. */
const positions = (values: Readonly<Record<'sync' | 'async', number>>) =>
  watchers.flatMap((at) => [
    given(manatee.peerWalPosition, { ...primary, ...at }, 1000),
    given(manatee.peerWalPosition, { ...sync, ...at }, values.sync),
    given(manatee.peerWalPosition, { ...async, ...at }, values.async),
  ])

export default cases((o: ManateeOptions) => [
  example(
    'shard_peer:manatee_peer_wal_behind_bytes:max',
    'tells what is left to replay, by whoever has read the most',
    {
      given: [
        given(manatee.peerWalPosition, { ...primary, ...watchers[0] }, 1000),
        given(manatee.peerWalPosition, { ...primary, ...watchers[1] }, 990),
        // Peers are asked one after the other: this one has already more than the primary had.
        given(manatee.peerWalPosition, { ...sync, ...watchers[0] }, 1005),
        given(manatee.peerWalPosition, { ...sync, ...watchers[1] }, 960),
        given(manatee.peerWalPosition, { ...async, ...watchers[0] }, 380),
        given(manatee.peerWalPosition, { ...async, ...watchers[1] }, 400),
      ],
      expect: [gives('1m', { labels: sync, value: -5 }, { labels: async, value: 600 })],
    },
  ),
  example('ManateeHighReplicationLag', 'fires for the peer that is behind, once', {
    given: [
      ...positions({ sync: 1000, async: 999 }),
      ...watchers.flatMap((at) => [
        given(manatee.peerPostgresUp, { ...primary, ...at }, 1),
        given(manatee.peerReplicationLagSeconds, { ...sync, ...at }, 500),
        given(
          manatee.peerReplicationLagSeconds,
          { ...async, ...at },
          changes({ '0s': 2, '1m': 30.5, '10m': o.lagSeconds }),
        ),
      ]),
    ],
    expect: [
      quiet('1m', '3m'),
      fires(['3m10s', '10m'], {
        labels: async,
        summary: 'High replication lag on p3:5432: 30.5s',
        description: 'The async p3:5432 in 1.moray is 30.5s behind.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('ManateeHighReplicationLag', 'fires where no position is known', {
    given: [
      given(manatee.peerPostgresUp, { ...primary, ...watchers[0] }, 1),
      given(manatee.peerPostgresUp, { ...primary, ...watchers[1] }, 0),
      given(manatee.peerReplicationLagSeconds, { ...async, ...watchers[0] }, 90),
      given(manatee.peerReplicationLagSeconds, { ...async, ...watchers[1] }, 45),
    ],
    expect: [
      fires('3m', {
        labels: async,
        summary: 'High replication lag on p3:5432: 1m 30s',
        description: 'The async p3:5432 in 1.moray is 1m 30s behind.',
      }),
    ],
  }),
  example('ManateeHighReplicationLag', 'without a primary nobody can keep up', {
    given: [
      ...positions({ sync: 1000, async: 400 }),
      given(manatee.peerPostgresUp, { ...primary, ...watchers[0] }, 0),
      given(manatee.peerPostgresUp, { ...sync, ...watchers[0] }, 1),
      given(manatee.peerReplicationLagSeconds, { ...async, ...watchers[0] }, ramp(0, 1)),
    ],
    expect: [quiet('10m')],
  }),

  example('ManateeReplicationBroken', 'fires for the peer that does not stream and is not rebuilt', {
    given: [
      ...watchers.flatMap((at) => [
        given(manatee.peerReplicationState, { ...sync, ...at }, 1),
        given(manatee.peerReplicationState, { ...async, ...at }, changes({ '0s': 1, '1m': 0, '10m': 1 })),
        given(manatee.peerReplicationState, { ...two, peer: 'p5:5432', role: 'sync', ...at }, 0),
      ]),
      given(manatee.peerReplicationState, { ...two, peer: 'p3:5432', role: 'async', ...watchers[0] }, 0),
      given(manatee.peerReplicationState, { ...two, peer: 'p3:5432', role: 'async', ...watchers[1] }, 1),
      given(status.peerRestoring, { ...two, peer: 'p5:5432', role: 'unknown', ...watchers[0] }, 1),
      given(status.peerRestoring, { ...two, peer: 'p5:5432', role: 'unknown', ...watchers[1] }, 0),
      given(status.peerRestoring, { ...async, ...watchers[0] }, 0),
    ],
    expect: [
      quiet('1m', '3m'),
      fires(['3m10s', '10m'], {
        labels: async,
        summary: 'The async p3:5432 does not stream',
        description: 'In 1.moray, p3:5432 (async) has no streaming connection from the peer before it.',
      }),
      quiet('10m10s'),
    ],
  }),
  equivalent('ManateeReplicationBroken', {
    'aggregation/1/sum': 'A state is 0 or 1: the sum is 0 when the largest is.',
  }),
  example('ManateeReplicationBroken', 'who streams is fine', {
    given: [given(manatee.peerReplicationState, sync, 1)],
    expect: [quiet('10m')],
  }),

  example('ManateeRestoreFailed', 'fires for the peer whose rebuild failed, until one succeeds', {
    given: [
      given(status.peerRestoreFailed, { ...async, ...watchers[0] }, changes({ '0s': 0, '1m': 1, '10m': 0 })),
      given(status.peerRestoreFailed, { ...async, ...watchers[1] }, changes({ '0s': 0, '5m': 1, '10m': 0 })),
      given(status.peerRestoreFailed, { ...sync, ...watchers[0] }, 0),
      given(status.peerRestoreFailed, { ...two, peer: 'p3:5432', role: 'async', ...watchers[0] }, 0),
    ],
    expect: [
      quiet('1m', '2m'),
      fires(['2m10s', '10m'], {
        labels: { ...one, peer: 'p3:5432' },
        summary: 'The rebuild of p3:5432 failed',
        description: 'The peer p3:5432 of 1.moray could not be rebuilt from another one.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('ManateeRestoreFailed', 'a rebuild that is tried again at once', {
    given: [given(status.peerRestoreFailed, async, changes({ '0s': 0, '1m': 1, '1m45s': 0 }))],
    expect: [quiet('1m50s', '2m10s', '5m')],
  }),
])
