import { cases, changes, example, fires, given, givenHistogram, perSecond, quiet, reset } from '#belfry'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import { dpgMetrics as dpg } from '../exporters/ruvector/metrics.ts'
import type { ApplicationOptions } from '../stack/options/application.ts'

const a = { instance: 'a:9999' } as const
const b = { instance: 'b:9999' } as const
const read = { ...a, query_type: 'read' } as const
const write = { ...a, query_type: 'write' } as const
const database = { instance: 'db:9187', datid: '1', datname: 'dpg', server: 'db:5432' } as const
const template = { instance: 'db:9187', datid: '2', datname: 'other', server: 'db:5432' } as const
const standby = { instance: 'standby:9187', datid: '1', datname: 'dpg', server: 'standby:5432' } as const

const fails = (share: string) => ({
  labels: a,
  summary: 'Queries of the application fail',
  description: `${share} of the probe queries of the last 5 minutes failed.`,
})

/** Nine of ten queries are quick, the tenth falls into a bucket that changes at 10m and back at 40m. */
const tenth = (usual: string, slow: string) => ({
  '0.01': 9,
  [usual]: changes({ '0s': perSecond(1), '10m': perSecond(0), '40m': perSecond(1) }),
  [slow]: changes({ '0s': perSecond(0), '10m': perSecond(1), '40m': perSecond(0) }),
  '+Inf': 0,
})

export default cases((o: ApplicationOptions) => [
  example('HighRequestRate', 'adds up transactions of all databases and commands of Redis', {
    given: [
      given(pg.statDatabaseXactCommit, database, perSecond(400)),
      given(pg.statDatabaseXactRollback, database, perSecond(100)),
      given(pg.statDatabaseXactCommit, template, perSecond(50)),
      given(pg.statDatabaseXactRollback, template, perSecond(0)),
      given(
        redis.commandsProcessedTotal,
        { instance: 'cache:9121' },
        changes({ '0s': perSecond(300), '10m': perSecond(700), '40m': perSecond(300) }),
      ),
    ],
    expect: [
      quiet('10m', '21m30s'),
      fires(['22m30s', '40m'], {
        summary: 'The application sends unusually many requests',
        description: 'PostgreSQL and Redis serve 1.25k transactions and commands per second.',
      }),
      quiet('44m'),
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
      givenHistogram(dpg.queryDurationSeconds, read, { '0.1': 27, '+Inf': 0 }),
      givenHistogram(dpg.queryDurationSeconds, write, { '0.1': 10, '+Inf': 0 }),
      given(dpg.queryErrorsTotal, { ...b, query_type: 'read' }, perSecond(1)),
      givenHistogram(dpg.queryDurationSeconds, { ...b, query_type: 'read' }, { '0.1': 19.1, '+Inf': 0 }),
    ],
    expect: [quiet('10m', '17m'), fires(['19m', '40m'], fails('7.5%')), fires('41m', fails('6.016%')), quiet('44m')],
  }),
  example('HighErrorRate', 'fires when no query is answered at all', {
    given: [
      given(dpg.queryErrorsTotal, read, changes({ '0s': perSecond(1), '20m': reset(1) })),
      given(dpg.queryErrorsTotal, { ...b, query_type: 'read' }, perSecond(0)),
    ],
    expect: [quiet('4m'), fires(['7m', '21m'], fails('100%'))],
  }),
  example('HighErrorRate', 'one in twenty may fail', {
    given: [
      given(dpg.queryErrorsTotal, read, perSecond(1)),
      givenHistogram(dpg.queryDurationSeconds, read, { '0.1': 19.1, '+Inf': 0 }),
    ],
    expect: [quiet('20m')],
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
      fires(['24m30s', '40m'], {
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
      fires(['19m30s', '40m'], {
        labels: { ...read, subject: 'read time' },
        summary: 'Queries of type read are very slow',
        description: '95 of 100 queries take up to 3.75s.',
      }),
      quiet('43m'),
    ],
  }),
  example('CriticalResponseTime', 'slow is not very slow', {
    given: [givenHistogram(dpg.queryDurationSeconds, read, { '1': 0, '2.5': 19, '5': 1, '+Inf': 0 })],
    expect: [quiet('20m')],
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
  example('ServiceDegradation', 'where nobody asks nothing is bad', {
    given: [
      givenHistogram(dpg.queryDurationSeconds, read, { '0.5': 0, '2.5': 0, '+Inf': 0 }),
      given(dpg.queryErrorsTotal, read, perSecond(0)),
    ],
    expect: [quiet('30m')],
  }),

  example('HighCacheMissRate', 'is the share of all reads of a server', {
    given: [
      given(
        pg.statDatabaseBlksHit,
        database,
        changes({ '0s': perSecond(200), '10m': perSecond(50), '60m': perSecond(200) }),
      ),
      given(
        pg.statDatabaseBlksRead,
        database,
        changes({ '0s': perSecond(10), '10m': perSecond(60), '60m': perSecond(10) }),
      ),
      given(pg.statDatabaseBlksHit, template, perSecond(40)),
      given(pg.statDatabaseBlksRead, template, perSecond(0)),
      given(pg.statDatabaseBlksHit, standby, perSecond(202)),
      given(pg.statDatabaseBlksRead, standby, perSecond(50)),
    ],
    expect: [
      quiet('10m', '26m'),
      fires(['30m10s', '60m'], {
        labels: { instance: 'db:9187' },
        summary: 'The database cache on db:9187 misses often',
        description: '40% of the block reads of the last 5 minutes missed the shared buffers.',
      }),
      quiet('64m'),
    ],
  }),
  example('HighCacheMissRate', 'a server that is hardly asked has nothing in its cache', {
    given: [
      given(pg.statDatabaseBlksHit, database, perSecond(0)),
      given(pg.statDatabaseBlksRead, database, perSecond(o.cacheMinimumReads * 0.98)),
    ],
    expect: [quiet('40m')],
  }),
])
