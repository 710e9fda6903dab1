import { cases, changes, equivalent, example, fires, given, perSecond, quiet, reset } from '#belfry'
import { goverseNodeMetrics as node } from '../exporters/goverse/metrics.ts'
import type { GoverseOptions } from '../stack/options/goverse.ts'

/** Two processes that report the same cluster. */
const both = [
  { job: 'goverse-nodes', instance: 'n1:8080' },
  { job: 'goverse-gates', instance: 'g1:8089' },
] as const
const own = { job: 'goverse-nodes', instance: 'n1:8080' } as const
/** The same node at another address. */
const moved = { job: 'goverse-nodes', instance: 'n1:8090' } as const
const [n1, n2, n3] = [{ node: 'n1' }, { node: 'n2' }, { node: 'n3' }] as const

export default cases((o: GoverseOptions) => [
  example('UnbalancedShardDistribution', 'fires on the difference of the fullest and the emptiest node that live', {
    given: [
      ...both.flatMap((at) => [
        given(node.shardsTotal, { ...n1, ...at }, changes({ '0s': 3000, '1m': 3201, '20m': 3200 })),
        given(node.shardsTotal, { ...n2, ...at }, 2700),
        // The processes that still report it have not noticed that it has left.
        given(node.shardsTotal, { ...n3, ...at }, 100),
      ]),
      given(node.shardClaimsTotal, { ...n1, ...own }, 4000),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8080' }, 2800),
    ],
    expect: [
      quiet('11m'),
      fires(['11m10s', '20m'], {
        summary: 'Shards are spread unevenly over the nodes',
        description: 'One node owns 501 shards more than another.',
      }),
      quiet('20m10s'),
    ],
  }),
  example('UnbalancedShardDistribution', 'just what is allowed, whatever a process has not heard yet', {
    given: [
      ...both.map((at) => given(node.shardsTotal, { ...n1, ...at }, 3000)),
      given(node.shardsTotal, { ...n2, ...both[0] }, 3000 - o.shardImbalance),
      given(node.shardsTotal, { ...n2, ...both[1] }, 100),
      given(node.shardClaimsTotal, { ...n1, ...own }, 4000),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8080' }, 2800),
    ],
    expect: [quiet('30m')],
  }),

  example('NodeWithoutShards', 'fires for the node that got none, when every process says so', {
    given: both.flatMap((at, index) => [
      given(node.shardsTotal, { ...n1, ...at }, 4000),
      given(node.shardsTotal, { ...n2, ...at }, changes({ '0s': 0, '10m': 1 })),
      given(node.shardsTotal, { ...n3, ...at }, index),
    ]),
    expect: [
      quiet('4m50s'),
      fires(['5m10s', '10m'], {
        labels: n2,
        summary: 'Node n2 owns no shard',
        description: 'The node is part of the cluster and does none of its work.',
      }),
      quiet('10m10s'),
    ],
  }),
  equivalent('NodeWithoutShards', {
    'aggregation/1/sum': 'Numbers of shards are never below 0: their sum is 0 when the largest is.',
  }),
  example('NodeWithoutShards', 'one shard is enough', {
    given: [given(node.shardsTotal, { ...n1, ...own }, 1)],
    expect: [quiet('20m')],
  }),

  example('HighShardMigrationActivity', 'fires while many shards move, counted once', {
    given: [
      given(node.shardsMigrating, both[0], changes({ '0s': 0, '1m': 101, '30m': o.shardsMigrating })),
      given(node.shardsMigrating, both[1], 90),
    ],
    expect: [
      quiet('16m'),
      fires(['16m10s', '30m'], {
        summary: 'Many shards are migrating',
        description: '101 shards are owned by another node than the one they are meant for.',
      }),
      quiet('30m10s'),
    ],
  }),
  example('HighShardMigrationActivity', 'as many as may move, reported twice', {
    given: both.map((at) => given(node.shardsMigrating, at, o.shardsMigrating)),
    expect: [quiet('30m')],
  }),

  example('HighShardMigrationRate', 'adds up what the nodes claim', {
    given: [
      given(
        node.shardClaimsTotal,
        { ...n1, ...own },
        changes({ '0s': perSecond(1), '10m': perSecond(8), '40m': perSecond(1) }),
      ),
      given(
        node.shardClaimsTotal,
        { ...n2, ...own, instance: 'n2:8080' },
        changes({ '0s': perSecond(6), '20m': reset(6) }),
      ),
    ],
    expect: [
      quiet('20m', '21m50s'),
      fires('25m', {
        summary: 'Shards migrate all the time',
        description: '13.9 migrations complete per second.',
      }),
      fires('40m', {
        summary: 'Shards migrate all the time',
        description: '14.0 migrations complete per second.',
      }),
      quiet('43m'),
    ],
  }),
  example('HighShardMigrationRate', 'some always move', {
    given: [given(node.shardClaimsTotal, { ...n1, ...own }, perSecond(o.migrationsPerSecond / 2))],
    expect: [quiet('30m')],
  }),
  example('HighShardMigrationRate', 'ten a second may be', {
    interval: '1m',
    given: [
      given(node.shardClaimsTotal, { ...n1, ...own }, changes({ '0s': perSecond(4.5), '40m': perSecond(4) })),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8080' }, perSecond(o.migrationsPerSecond - 4)),
    ],
    expect: [
      fires('40m', {
        summary: 'Shards migrate all the time',
        description: '10.5 migrations complete per second.',
      }),
      quiet('46m', '70m'),
    ],
  }),

  example('StuckShardMigrations', 'fires when shards wait and none has been claimed for long', {
    given: [
      given(node.shardsMigrating, both[0], changes({ '0s': 0, '5m': 7, '2h': 0 })),
      given(node.shardsMigrating, both[1], 5),
      given(node.shardClaimsTotal, { ...n1, ...own }, changes({ '0s': 40, '10m': 41 })),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8080' }, changes({ '0s': 12, '1h55m': 1 })),
    ],
    expect: [
      quiet('25m', '54m'),
      fires(['55m10s', '1h50m'], {
        summary: 'Shard migrations are stuck',
        description: 'None has arrived; shards that wait for another node: 7.',
      }),
      quiet('1h56m'),
    ],
  }),
  example('StuckShardMigrations', 'one claim in a quarter of an hour is progress', {
    given: [
      given(node.shardsMigrating, both[0], 7),
      given(node.shardClaimsTotal, { ...n1, ...own }, perSecond(0.001, 40)),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8080' }, 12),
    ],
    expect: [quiet('40m', '1h')],
  }),
  example('StuckShardMigrations', 'fires where nobody has ever claimed a shard, and stops when none waits', {
    given: [given(node.shardsMigrating, both[0], changes({ '0s': 1, '50m': 0 }))],
    expect: [
      quiet('29m50s'),
      fires(['30m10s', '50m'], {
        summary: 'Shard migrations are stuck',
        description: 'None has arrived; shards that wait for another node: 1.',
      }),
      quiet('50m10s'),
    ],
  }),

  example('ImbalancedShardChurn', 'fires for who takes and for who gives, whatever moves to and fro', {
    given: [
      given(node.shardClaimsTotal, { ...n1, ...own }, changes({ '0s': 1000, '10m': 1300 })),
      given(node.shardClaimsTotal, { ...n1, ...moved }, changes({ '0s': 1000, '10m': 1100 })),
      given(node.shardReleasesTotal, { ...n1, ...own }, changes({ '0s': 500, '10m': 550 })),
      given(node.shardReleasesTotal, { ...n1, ...moved }, changes({ '0s': 500, '10m': 550 })),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8080' }, changes({ '0s': 1000, '10m': 50 })),
      given(node.shardReleasesTotal, { ...n2, ...own, instance: 'n2:8080' }, changes({ '0s': 2000, '10m': 300 })),
      given(node.shardClaimsTotal, { ...n3, ...own, instance: 'n3:8080' }, changes({ '0s': 1000, '10m': 1400 })),
      given(node.shardReleasesTotal, { ...n3, ...own, instance: 'n3:8080' }, changes({ '0s': 1000, '10m': 1210 })),
    ],
    expect: [
      quiet('10m', '25m'),
      fires(
        '1h',
        {
          labels: n1,
          summary: 'Node n1 gains or loses shards for good',
          description: 'Shards claimed and released in the last hour differ by 301.',
        },
        {
          labels: n2,
          summary: 'Node n2 gains or loses shards for good',
          description: 'Shards claimed and released in the last hour differ by 251.',
        },
      ),
      quiet('1h11m'),
    ],
  }),
  example('ImbalancedShardChurn', 'fires for who claims and has never released', {
    given: [given(node.shardClaimsTotal, { ...n1, ...own }, changes({ '0s': 100, '10m': 350 }))],
    expect: [
      fires('30m', {
        labels: n1,
        summary: 'Node n1 gains or loses shards for good',
        description: 'Shards claimed and released in the last hour differ by 253.',
      }),
    ],
  }),
  example('ImbalancedShardChurn', 'two hundred, counted for the whole hour, are more than may be', {
    given: [given(node.shardClaimsTotal, { ...n1, ...own }, changes({ '0s': 1000, '1h': 1200 }))],
    expect: [
      fires('1h30m', {
        labels: n1,
        summary: 'Node n1 gains or loses shards for good',
        description: 'Shards claimed and released in the last hour differ by 201.',
      }),
    ],
  }),
  example('ImbalancedShardChurn', 'less even out: 190 in the 57 minutes between samples are 200 in an hour', {
    interval: '3m',
    given: [given(node.shardClaimsTotal, { ...n1, ...own }, changes({ '0s': 1000, '1h': 1190 }))],
    expect: [quiet('1h30m', '1h55m')],
  }),
  equivalent('ImbalancedShardChurn', {
    'operands/1/swapped': 'Only the absolute value of the difference is looked at.',
  }),

  example('NodeLosingShards', 'fires for who releases more than it claims, for as long as it does', {
    given: [
      given(
        node.shardReleasesTotal,
        { ...n1, ...own },
        changes({ '0s': perSecond(0), '10m': perSecond(0.2), '90m': perSecond(0) }),
      ),
      given(
        node.shardReleasesTotal,
        { ...n1, ...moved },
        changes({ '0s': perSecond(0), '10m': perSecond(0.1), '90m': perSecond(0) }),
      ),
      given(node.shardClaimsTotal, { ...n1, ...own }, perSecond(0.1)),
      given(node.shardReleasesTotal, { ...n2, ...own, instance: 'n2:8080' }, perSecond(0.2)),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8080' }, perSecond(0.1)),
      given(node.shardClaimsTotal, { ...n2, ...own, instance: 'n2:8090' }, perSecond(0.11)),
    ],
    expect: [
      quiet('42m'),
      fires(['45m', '90m'], {
        labels: n1,
        summary: 'Node n1 keeps losing shards',
        description: 'The node releases 0.30 shards per second, more than it claims.',
      }),
      quiet('99m'),
    ],
  }),
  example('NodeLosingShards', 'fires for who has never claimed one', {
    given: [given(node.shardReleasesTotal, { ...n1, ...own }, perSecond(0.05))],
    expect: [
      quiet('29m'),
      fires('32m', {
        labels: n1,
        summary: 'Node n1 keeps losing shards',
        description: 'The node releases 0.05 shards per second, more than it claims.',
      }),
    ],
  }),
  example('NodeLosingShards', 'stops once it has claimed more in ten minutes', {
    given: [
      given(node.shardReleasesTotal, { ...n1, ...own }, perSecond(0.3)),
      given(node.shardClaimsTotal, { ...n1, ...own }, changes({ '0s': perSecond(0.1), '60m': perSecond(1) })),
    ],
    expect: [
      fires('61m40s', {
        labels: n1,
        summary: 'Node n1 keeps losing shards',
        description: 'The node releases 0.30 shards per second, more than it claims.',
      }),
      quiet('63m'),
    ],
  }),
  example('NodeLosingShards', 'one that claims as much keeps its number', {
    given: [
      given(node.shardReleasesTotal, { ...n1, ...own }, perSecond(0.2)),
      given(node.shardClaimsTotal, { ...n1, ...own }, perSecond(0.2)),
    ],
    expect: [quiet('50m')],
  }),
  example('NodeLosingShards', 'one that claims more gains', {
    given: [
      given(node.shardReleasesTotal, { ...n1, ...own }, perSecond(0.1)),
      given(node.shardClaimsTotal, { ...n1, ...own }, perSecond(0.11)),
    ],
    expect: [quiet('50m')],
  }),
])
