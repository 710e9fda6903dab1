import { cases, changes, equivalent, example, fires, given, gives, perSecond, quiet } from '#belfry'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { pgQueryMetrics as query } from '../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../stack/options/postgres.ts'

const [a, b, c, d] = [
  { instance: 'a:9187' },
  { instance: 'b:9187' },
  { instance: 'c:9187' },
  { instance: 'd:9187' },
] as const
/** Databases of the two servers of an exporter. */
const dpg1 = { ...a, server: 's1:5432', datid: '5', datname: 'dpg' }
const dpg2 = { ...a, server: 's2:5432', datid: '5', datname: 'dpg' }
const other = { ...a, server: 's1:5432', datid: '6', datname: 'other' }
/** What nobody works in: a template, and what belongs to no database. */
const unused = [
  { ...a, server: 's1:5432', datid: '1', datname: 'template1' },
  { ...a, server: 's1:5432', datid: '0' },
]

type Values = number | ReturnType<typeof perSecond>

const blocks = (at: Partial<typeof dpg1>, hit: Values, read: Values) => [
  given(pg.statDatabaseBlksHit, at, hit),
  given(pg.statDatabaseBlksRead, at, read),
]
const checkpoints = (at: typeof a | typeof b | typeof c | typeof d, requested: Values, timed: Values) => [
  given(query.checkpointsRequested, at, requested),
  given(query.checkpointsTimed, at, timed),
]
const every6m = 1 / 360
const forced = (at: typeof a | typeof c, requested: number) => ({
  labels: at,
  summary: 'PostgreSQL is forced into checkpoints',
  description: `${requested} checkpoints were requested in half an hour: the WAL fills max_wal_size.`,
})

export default cases((o: PostgresOptions) => [
  example(
    'PostgreSQLLowCacheHitRatio',
    'adds up the servers, leaves out templates, and fires while a database misses',
    {
      given: [
        ...blocks(dpg1, changes({ '0s': perSecond(66), '20m': perSecond(60) }), perSecond(1)),
        ...blocks(
          dpg2,
          changes({
            '0s': perSecond(31.485),
            '20m': perSecond(30.45),
            '45m': perSecond(34.9725),
            '1h10m': perSecond(40),
          }),
          changes({ '0s': perSecond(2.015), '20m': perSecond(9.05), '45m': perSecond(4.5275), '1h10m': perSecond(1) }),
        ),
        ...unused.flatMap((at) => blocks(at, perSecond(500), perSecond(500))),
      ],
      expect: [
        quiet('22m', '36m10s'),
        fires('37m', {
          labels: { ...a, datname: 'dpg' },
          summary: 'Database dpg on a:9187 misses its cache',
          description: 'The shared buffers served 90% of the block reads of the last 5 minutes.',
        }),
        fires('55m', {
          labels: { ...a, datname: 'dpg' },
          summary: 'Database dpg on a:9187 misses its cache',
          description: 'The shared buffers served 94.5% of the block reads of the last 5 minutes.',
        }),
        quiet('1h12m'),
      ],
    },
  ),
  example('PostgreSQLLowCacheHitRatio', 'few misses, or few reads, are no fault', {
    interval: '1m',
    given: [
      ...blocks(dpg1, perSecond(o.cacheMinimumReads / 2), perSecond(o.cacheMinimumReads / 2)),
      ...blocks(other, perSecond(1000 * o.cacheHitMinimum), perSecond(1000 * (1 - o.cacheHitMinimum))),
    ],
    expect: [quiet('40m')],
  }),

  example('instance_datname:pg_cache_hit:ratio_rate5m', 'is there for each database that reads anything', {
    interval: '1m',
    given: [...blocks(dpg1, perSecond(0.375), perSecond(0.125)), ...blocks(other, perSecond(0), perSecond(0))],
    expect: [gives('20m', { labels: { ...a, datname: 'dpg' }, value: 0.75 })],
  }),

  example(
    'PostgreSQLHighTransactionRate',
    'adds up the servers, leaves out templates, and fires on a rate that stays',
    {
      given: [
        given(
          pg.statDatabaseXactCommit,
          dpg1,
          changes({ '0s': perSecond(300), '10m': perSecond(700.8), '40m': perSecond(300) }),
        ),
        given(pg.statDatabaseXactCommit, dpg2, perSecond(300)),
        ...unused.map((at) => given(pg.statDatabaseXactCommit, at, perSecond(5000))),
      ],
      expect: [
        quiet('10m', '15m10s', '24m30s'),
        fires('25m30s', {
          labels: { ...a, datname: 'dpg' },
          summary: 'Database dpg on a:9187 commits unusually often',
          description: '1.001k commits per second.',
        }),
        quiet('42m'),
      ],
    },
  ),
  example('PostgreSQLHighTransactionRate', 'a busy database is in order', {
    interval: '1m',
    given: [given(pg.statDatabaseXactCommit, dpg1, perSecond(o.transactionRate))],
    expect: [quiet('30m')],
  }),

  example('PostgreSQLLongRunningQueries', 'fires for the sessions that are still there', {
    given: [
      given(
        query.longRunningMaxDurationSeconds,
        { datname: 'dpg', usename: 'report', state: 'active' },
        changes({ '0s': 20, '1m': 301, '10m': 300 }),
      ),
      given(
        query.longRunningMaxDurationSeconds,
        { datname: 'dpg', usename: 'report', state: 'idle in transaction' },
        o.longQuerySeconds,
      ),
    ],
    expect: [
      quiet('1m20s', '6m'),
      fires(['6m10s', '10m'], {
        labels: { datname: 'dpg', usename: 'report', state: 'active' },
        summary: 'A query of report in dpg runs very long',
        description: 'The oldest session of report in state "active" has run for 5m 1s.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('PostgreSQLLongRunningQueries', 'five minutes are allowed', {
    given: [
      given(
        query.longRunningMaxDurationSeconds,
        { datname: 'dpg', usename: 'report', state: 'active' },
        o.longQuerySeconds,
      ),
    ],
    expect: [quiet('20m')],
  }),

  example('PostgreSQLCheckpointFrequencyHigh', 'fires on many requests, also after a restart, until they are past', {
    interval: '6m',
    given: [
      ...checkpoints(
        a,
        changes({
          '0s': perSecond(0, 100),
          '60m': perSecond(3 * every6m),
          '150m': perSecond(3 * every6m, 3),
          '198m': perSecond(0),
        }),
        changes({ '0s': perSecond(every6m, 100), '150m': perSecond(every6m, 1) }),
      ),
      // As many as may be for each that was due by time.
      ...checkpoints(
        b,
        perSecond(2 * every6m, 200),
        changes({ '0s': perSecond(every6m, 100), '150m': perSecond(every6m, 1) }),
      ),
      ...checkpoints(c, changes({ '0s': 100, '96m': perSecond(1.1 * every6m), '150m': perSecond(0) }), 7),
      // As many as may be in half an hour.
      ...checkpoints(d, perSecond(every6m, 100), 7),
    ],
    expect: [
      quiet('60m', '87m'),
      fires(['87m10s', '102m'], forced(a, 15)),
      fires('135m', forced(a, 15), forced(c, 6)),
      fires('170m', forced(a, 15)),
      quiet('225m'),
    ],
  }),
  example('PostgreSQLCheckpointFrequencyHigh', 'some are requested beside those that are due', {
    interval: '6m',
    given: checkpoints(a, perSecond(2 * every6m), perSecond(every6m)),
    expect: [quiet('2h')],
  }),

  example('PostgreSQLTempFilesHigh', 'adds up the servers, leaves out templates, and fires while queries spill', {
    given: [
      given(
        pg.statDatabaseTempBytes,
        dpg1,
        changes({ '0s': perSecond(1e6), '10m': perSecond(6e6 + 485_760.5), '40m': perSecond(1e6) }),
      ),
      given(pg.statDatabaseTempBytes, dpg2, perSecond(4e6)),
      ...unused.map((at) => given(pg.statDatabaseTempBytes, at, perSecond(1e8))),
    ],
    expect: [
      quiet('10m', '15m10s', '24m30s'),
      fires('25m30s', {
        labels: { ...a, datname: 'dpg' },
        summary: 'Queries in dpg on a:9187 spill to disk',
        description: 'Queries write 10MiB of temporary files per second.',
      }),
      quiet('42m'),
    ],
  }),
  example('PostgreSQLTempFilesHigh', 'some sorts are large', {
    interval: '1m',
    given: [given(pg.statDatabaseTempBytes, dpg1, perSecond(o.tempBytesRate))],
    expect: [quiet('30m')],
  }),

  example('PostgreSQLDeadlocks', 'adds up the servers, also after a restart, until they are 5 minutes past', {
    given: [
      given(pg.statDatabaseDeadlocks, dpg1, changes({ '0s': 40, '10m': 42, '13m': 0 })),
      given(pg.statDatabaseDeadlocks, dpg2, changes({ '0s': 7, '10m': 8 })),
      given(pg.statDatabaseDeadlocks, other, 3),
      ...unused.map((at) => given(pg.statDatabaseDeadlocks, at, perSecond(1))),
    ],
    expect: [
      quiet('10m20s', '11m'),
      fires(['11m10s', '14m30s'], {
        labels: { ...a, datname: 'dpg' },
        summary: 'Transactions in dpg on a:9187 deadlock',
        description: 'Deadlocks in the last 5 minutes: 3. Each one cost a transaction.',
      }),
      quiet('15m30s'),
    ],
  }),
  example('PostgreSQLDeadlocks', 'those of last week are no news', {
    given: [given(pg.statDatabaseDeadlocks, dpg1, 40)],
    expect: [quiet('10m')],
  }),

  equivalent('PostgreSQLCheckpointFrequencyHigh', {
    'operands/1/swapped': 'Both sides have the same value, the requested checkpoints, and the same labels.',
  }),
  equivalent('PostgreSQLDeadlocks', {
    'threshold/1/more': 'Deadlocks are whole, and an increase is extrapolated: it is 0, or more than 1.',
  }),
])
