import { cases, changes, equivalent, example, fires, given, givenHistogram, perSecond, quiet, reset } from '#belfry'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import { dpgMetrics as dpg } from '../exporters/ruvector/metrics.ts'
import type { ApplicationOptions } from '../stack/options/application.ts'

const a = { instance: 'a:9999' } as const
const b = { instance: 'b:9999' } as const
const read = { ...a, query_type: 'read' } as const
const write = { ...a, query_type: 'write' } as const
const database = { instance: 'db:9187', datid: '1', datname: 'dpg', server: 'db:5432' }
const other = { instance: 'db:9187', datid: '2', datname: 'other', server: 'db:5432' }
const standby = { instance: 'standby:9187', datid: '1', datname: 'dpg', server: 'standby:5432' }

const fails = (share: string) => ({
  labels: a,
  summary: 'Queries of the application fail',
  description: `${share} of the probe queries of the last 5 minutes failed.`,
})

/** Nine of ten queries are quick, the tenth falls into a bucket that changes at 10m and back at 40m; at 30m all begins anew. */
const tenth = (usual: string, slow: string) => ({
  '0.01': changes({ '0s': perSecond(9), '30m': reset(9) }),
  [usual]: changes({ '0s': perSecond(1), '10m': perSecond(0), '30m': reset(0), '40m': perSecond(1) }),
  [slow]: changes({ '0s': perSecond(0), '10m': perSecond(1), '30m': reset(1), '40m': perSecond(0) }),
  '+Inf': 0,
})

const blocks = (at: typeof database, hit: ReturnType<typeof perSecond>, read: ReturnType<typeof perSecond>) => [
  given(pg.statDatabaseBlksHit, at, hit),
  given(pg.statDatabaseBlksRead, at, read),
]

export default cases((o: ApplicationOptions) => [
  example('HighRequestRate', 'adds up transactions of all databases and commands of Redis', {
    given: [
      given(
        pg.statDatabaseXactCommit,
        database,
        changes({ '0s': perSecond(300), '10m': perSecond(440), '40m': perSecond(300) }),
      ),
      given(
        pg.statDatabaseXactRollback,
        database,
        changes({ '0s': perSecond(60), '10m': perSecond(190), '40m': perSecond(60) }),
      ),
      given(pg.statDatabaseXactCommit, other, perSecond(50)),
      given(pg.statDatabaseXactRollback, other, perSecond(0)),
      given(
        redis.commandsProcessedTotal,
        { instance: 'cache:9121' },
        changes({ '0s': perSecond(440), '10m': perSecond(570), '40m': perSecond(440) }),
      ),
    ],
    expect: [
      quiet('10m', '21m40s'),
      fires(['22m10s', '40m'], {
        summary: 'The application sends unusually many requests',
        description: 'PostgreSQL and Redis serve 1.25k transactions and commands per second.',
      }),
      quiet('44m'),
    ],
  }),
  example('HighRequestRate', 'as many as are usual, and not one more in a second', {
    interval: '1m',
    given: [
      given(pg.statDatabaseXactCommit, database, perSecond(500)),
      given(pg.statDatabaseXactRollback, database, perSecond(0)),
      given(
        redis.commandsProcessedTotal,
        { instance: 'cache:9121' },
        changes({ '0s': perSecond(o.requestRate - 500), '30m': perSecond(o.requestRate - 499.2) }),
      ),
    ],
    expect: [
      quiet('30m', '40m'),
      fires('47m', {
        summary: 'The application sends unusually many requests',
        description: 'PostgreSQL and Redis serve 1.001k transactions and commands per second.',
      }),
    ],
  }),
  example('HighRequestRate', 'counters that begin anew bring no requests', {
    given: [
      given(pg.statDatabaseXactCommit, database, changes({ '0s': perSecond(500), '20m': reset(500) })),
      given(pg.statDatabaseXactRollback, database, perSecond(0)),
      given(
        redis.commandsProcessedTotal,
        { instance: 'cache:9121' },
        changes({ '0s': perSecond(450), '20m': reset(450) }),
      ),
    ],
    expect: [quiet('20m10s', '30m', '40m')],
  }),

  example('HighErrorRate', 'is the share of all queries of an exporter', {
    given: [
      given(dpg.queryErrorsTotal, read, changes({ '0s': perSecond(0), '10m': perSecond(2), '40m': perSecond(0) })),
      given(dpg.queryErrorsTotal, write, changes({ '0s': perSecond(0), '10m': perSecond(1), '40m': perSecond(0) })),
      givenHistogram(dpg.queryDurationSeconds, read, {
        '0.1': changes({ '0s': perSecond(7), '10m': perSecond(27) }),
        '+Inf': 0,
      }),
      givenHistogram(dpg.queryDurationSeconds, write, { '0.1': 10, '+Inf': 0 }),
      given(dpg.queryErrorsTotal, { ...b, query_type: 'read' }, perSecond(1)),
      givenHistogram(dpg.queryDurationSeconds, { ...b, query_type: 'read' }, { '0.1': 19.1, '+Inf': 0 }),
    ],
    expect: [quiet('10m', '17m10s'), fires(['18m', '40m'], fails('7.5%')), fires('41m', fails('6.016%')), quiet('44m')],
  }),
  example('HighErrorRate', 'fires when no query is answered at all', {
    given: [
      given(dpg.queryErrorsTotal, read, changes({ '0s': perSecond(1), '20m': reset(1) })),
      given(dpg.queryErrorsTotal, write, changes({ '0s': perSecond(0.5), '20m': reset(0.5) })),
      given(dpg.queryErrorsTotal, { ...b, query_type: 'read' }, perSecond(0)),
    ],
    expect: [quiet('4m'), fires(['7m', '21m'], fails('100%'))],
  }),
  example('HighErrorRate', 'one in twenty may fail', {
    interval: '1m',
    given: [
      given(dpg.queryErrorsTotal, read, perSecond(1)),
      givenHistogram(dpg.queryDurationSeconds, read, { '0.1': 19, '+Inf': 0 }),
    ],
    expect: [quiet('20m')],
  }),
  example('HighErrorRate', 'fires on little more than one in twenty', {
    given: [
      given(dpg.queryErrorsTotal, read, perSecond(1.1)),
      givenHistogram(dpg.queryDurationSeconds, read, { '0.1': 18.9, '+Inf': 0 }),
    ],
    expect: [fires('10m', fails('5.5%'))],
  }),

  example('SlowResponseTime', 'fires for the type of queries that is slow', {
    given: [
      givenHistogram(dpg.queryDurationSeconds, read, tenth('1', '2.5')),
      givenHistogram(dpg.queryDurationSeconds, write, { '0.01': 0, '1': 9.6, '2.5': 0.4, '+Inf': 0 }),
      givenHistogram(
        dpg.queryDurationSeconds,
        { ...b, query_type: 'read' },
        { '0.01': 90, '1': 0, '2.5': 0, '+Inf': 0 },
      ),
    ],
    expect: [
      quiet('10m', '22m'),
      fires(['24m30s', '32m', '40m'], {
        labels: { ...read, subject: 'read time' },
        summary: 'Queries of type read are slow',
        description: '95 of 100 queries take up to 1.75s.',
      }),
      quiet('43m'),
    ],
  }),
  example('SlowResponseTime', 'a second is still in order', {
    given: [givenHistogram(dpg.queryDurationSeconds, read, { '0.5': 0, '1': 19, '2.5': 1, '+Inf': 0 })],
    expect: [quiet('20m')],
  }),

  example('CriticalResponseTime', 'fires for the type of queries that is very slow', {
    given: [
      givenHistogram(dpg.queryDurationSeconds, read, tenth('2.5', '5')),
      givenHistogram(dpg.queryDurationSeconds, write, { '0.01': 0, '2.5': 9.6, '5': 0.4, '+Inf': 0 }),
      givenHistogram(
        dpg.queryDurationSeconds,
        { ...b, query_type: 'read' },
        { '0.01': 90, '2.5': 0, '5': 0, '+Inf': 0 },
      ),
    ],
    expect: [
      quiet('10m', '17m'),
      fires(['19m30s', '32m', '40m'], {
        labels: { ...read, subject: 'read time' },
        summary: 'Queries of type read are very slow',
        description: '95 of 100 queries take up to 3.75s.',
      }),
      quiet('43m'),
    ],
  }),
  example('CriticalResponseTime', 'slow is not very slow', {
    interval: '1m',
    given: [givenHistogram(dpg.queryDurationSeconds, read, { '1': 0, '2.5': 19, '5': 1, '+Inf': 0 })],
    expect: [quiet('20m')],
  }),
  example('CriticalResponseTime', 'fires on little more than two seconds and a half', {
    given: [givenHistogram(dpg.queryDurationSeconds, read, { '1': 0, '2.5': 18.98, '5': 1.02, '+Inf': 0 })],
    expect: [
      fires('10m', {
        labels: { ...read, subject: 'read time' },
        summary: 'Queries of type read are very slow',
        description: '95 of 100 queries take up to 2.549s.',
      }),
    ],
  }),

  example('ServiceDegradation', 'counts what is slow and what fails', {
    given: [
      givenHistogram(dpg.queryDurationSeconds, read, {
        '0.5': changes({ '0s': perSecond(9.8), '10m': perSecond(9), '40m': perSecond(9.8) }),
        '2.5': changes({ '0s': perSecond(0.1), '10m': perSecond(0.5), '40m': perSecond(0.1) }),
        '+Inf': 0,
      }),
      given(
        dpg.queryErrorsTotal,
        write,
        changes({ '0s': perSecond(0.1), '10m': perSecond(0.5), '40m': perSecond(0.1) }),
      ),
      givenHistogram(dpg.queryDurationSeconds, { ...b, query_type: 'read' }, { '0.5': 9.6, '2.5': 0.4, '+Inf': 0 }),
    ],
    expect: [
      quiet('10m', '21m40s'),
      fires(['25m', '40m'], {
        labels: a,
        summary: 'The databases serve the application badly',
        description: 'Only 90% of the queries were answered without error within half a second.',
      }),
      quiet('44m'),
    ],
  }),
  example('ServiceDegradation', 'fires also where no query fails, and adds up the types', {
    interval: '1m',
    given: [
      givenHistogram(dpg.queryDurationSeconds, read, {
        '0.5': changes({ '0s': perSecond(0.2), '10m': perSecond(0.3725) }),
        '2.5': changes({ '0s': perSecond(0), '10m': perSecond(0.0275) }),
        '+Inf': 0,
      }),
      givenHistogram(dpg.queryDurationSeconds, write, { '0.5': 0.1, '2.5': 0, '+Inf': 0 }),
      givenHistogram(dpg.queryDurationSeconds, { ...b, query_type: 'read' }, { '0.5': 19, '2.5': 1, '+Inf': 0 }),
    ],
    expect: [
      quiet('10m', '23m'),
      fires(['26m', '40m'], {
        labels: a,
        summary: 'The databases serve the application badly',
        description: 'Only 94.5% of the queries were answered without error within half a second.',
      }),
    ],
  }),
  example('ServiceDegradation', 'where nobody asks nothing is bad', {
    given: [
      givenHistogram(dpg.queryDurationSeconds, read, { '0.5': 0, '2.5': 0, '+Inf': 0 }),
      given(dpg.queryErrorsTotal, read, perSecond(0)),
    ],
    expect: [quiet('30m')],
  }),

  example('HighCacheMissRate', 'is the share of all reads of a server', {
    given: [
      ...blocks(
        database,
        changes({ '0s': perSecond(67), '10m': perSecond(45.375), '60m': perSecond(67) }),
        changes({ '0s': perSecond(2.5), '10m': perSecond(24.125), '60m': perSecond(2.5) }),
      ),
      ...blocks(other, perSecond(30), perSecond(1)),
      ...blocks(standby, perSecond(200), perSecond(50)),
    ],
    expect: [
      quiet('10m', '28m20s'),
      fires(['29m20s', '60m'], {
        labels: { instance: 'db:9187' },
        summary: 'The database cache on db:9187 misses often',
        description: '25% of the block reads of the last 5 minutes missed the shared buffers.',
      }),
      quiet('64m'),
    ],
  }),
  example('HighCacheMissRate', 'a server that is hardly asked has nothing in its cache', {
    interval: '1m',
    given: blocks(database, perSecond(o.cacheMinimumReads / 2), perSecond(o.cacheMinimumReads / 2)),
    expect: [quiet('40m')],
  }),

  equivalent('stack:dpg_requests:rate5m', {
    'operands/1/swapped':
      'Series of PostgreSQL and of Redis come from different jobs: neither stands in the way of the other.',
  }),
  equivalent('query_type:dpg_query_duration_seconds:p95_rate5m', {
    'aggregation/1/max': 'An exporter has one histogram for each type of query.',
  }),
  equivalent('HighErrorRate', {
    'comparison/1/>=': 'Where nothing is asked nothing fails, and 0/0 is above no threshold.',
    'threshold/1/less': 'Where nothing is asked nothing fails, and 0/0 is above no threshold.',
  }),
  equivalent('ServiceDegradation', {
    'comparison/1/>=': 'Where nothing is asked nothing is answered, and 0/0 is below no threshold.',
    'threshold/1/less': 'Where nothing is asked nothing is answered, and 0/0 is below no threshold.',
  }),
  equivalent('HighCacheMissRate', {
    'comparison/2/>=': 'No number of the machine is exactly 0.2 below 1.',
  }),
])
