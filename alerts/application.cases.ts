import { cases, changes, example, fires, given, quiet, ramp } from '#belfry'
import { dpgMetrics as dpg } from '../exporters/ruvector/metrics.ts'
import type { ApplicationOptions } from '../stack/options/application.ts'
import queryCases from './application-queries.cases.ts'

const a = { instance: 'a:9999' } as const
const b = { instance: 'b:9999' } as const
const mebibyte = 1024 * 1024

const stale = (table: string, age: string) => ({
  labels: { ...a, schema: 'public', table },
  summary: `Table public.${table} gets no new data`,
  description: `Its newest row is ${age} old.`,
})

export default cases((o: ApplicationOptions) => [
  ...queryCases(o),

  example('ConnectionPoolExhaustion', 'fires while transactions stay open', {
    given: [
      given(dpg.dbConnectionsWaiting, a, changes({ '0s': 1, '1m': 11, '10m': o.waitingConnections })),
      given(dpg.dbConnectionsWaiting, b, o.waitingConnections),
    ],
    expect: [
      quiet('6m'),
      fires(['6m10s', '10m'], {
        labels: a,
        summary: 'The application holds transactions open',
        description: '11 connections of the pool sit idle in an open transaction.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('ConnectionPoolExhaustion', 'a peak is worked off', {
    given: [given(dpg.dbConnectionsWaiting, a, changes({ '0s': 1, '1m': 30, '5m45s': 2 }))],
    expect: [quiet('5m50s', '6m10s', '10m')],
  }),

  example('PossibleMemoryLeak', 'fires when memory has grown for hours, and nothing is stored', {
    interval: '1m',
    given: [
      given(
        dpg.redisMemoryUsedBytes,
        a,
        changes({ '0s': 100 * mebibyte, '1h': ramp(100 * mebibyte, o.leakBytesRate + 0.5), '5h': 100 * mebibyte }),
      ),
      given(dpg.redisKeysTotal, a, o.leakMaximumKeys - 1),
      given(dpg.redisMemoryUsedBytes, b, ramp(100 * mebibyte, 2 * mebibyte)),
      given(dpg.redisKeysTotal, b, o.leakMaximumKeys),
    ],
    expect: [
      quiet('1h', '3h57m'),
      fires(['4h2m', '4h50m'], {
        labels: a,
        summary: 'The memory of Redis grows without keys',
        description: 'It grows by 1MiB per second although there are few keys.',
      }),
      quiet('6h10m'),
    ],
  }),
  example('PossibleMemoryLeak', 'slow growth is ordinary', {
    interval: '1m',
    given: [given(dpg.redisMemoryUsedBytes, a, ramp(0, o.leakBytesRate)), given(dpg.redisKeysTotal, a, 10)],
    expect: [quiet('4h')],
  }),

  example('StaleDataDetected', 'fires for the table whose newest row is old, until there is a new one', {
    interval: '1m',
    given: [
      given(
        dpg.tableLastUpdateTimestampSeconds,
        { ...a, schema: 'public', table: 'orders' },
        changes({ '0s': 0, '2h': 7200 }),
      ),
      given(
        dpg.tableLastUpdateTimestampSeconds,
        { ...a, schema: 'public', table: 'events' },
        changes({ '0s': 4199 - o.staleSeconds, '2h': 7200 }),
      ),
      given(dpg.tableLastUpdateTimestampSeconds, { ...a, schema: 'public', table: 'users' }, ramp(0, 1)),
    ],
    expect: [
      quiet('1h', '1h30m'),
      fires('5410s', stale('orders', '1h 30m 10s')),
      fires('100m', stale('orders', '1h 40m 0s'), stale('events', '1h 30m 1s')),
      quiet('2h1m'),
    ],
  }),
  example('StaleDataDetected', 'an import each hour is enough', {
    interval: '1m',
    given: [
      given(
        dpg.tableLastUpdateTimestampSeconds,
        { ...a, schema: 'public', table: 'orders' },
        changes({ '0s': 0, '1h': o.staleSeconds, '2h': o.staleSeconds * 2 }),
      ),
    ],
    expect: [quiet('1h', '1h40m', '2h30m')],
  }),

  example('BatchJobFailure', 'fires for the job whose latest run failed', {
    given: [
      given(
        dpg.batchJobStatus,
        { ...a, exported_job: 'import', status: 'failed' },
        changes({ '0s': 0, '1m': 1, '10m': 0 }),
      ),
      given(
        dpg.batchJobStatus,
        { ...a, exported_job: 'import', status: 'succeeded' },
        changes({ '0s': 1, '1m': 0, '10m': 1 }),
      ),
      given(dpg.batchJobStatus, { ...a, exported_job: 'export', status: 'failed' }, 0),
      given(dpg.batchJobStatus, { ...a, exported_job: 'export', status: 'running' }, 1),
    ],
    expect: [
      quiet('6m'),
      fires(['6m10s', '10m'], {
        labels: { ...a, job: 'dpg-application', exported_job: 'import', status: 'failed' },
        summary: 'Batch job import failed',
        description: 'The latest run of import ended in status failed.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('BatchJobFailure', 'a job that is started again at once', {
    given: [
      given(
        dpg.batchJobStatus,
        { ...a, exported_job: 'import', status: 'failed' },
        changes({ '0s': 0, '1m': 1, '5m45s': 0 }),
      ),
    ],
    expect: [quiet('5m50s', '6m10s', '10m')],
  }),

  example('HealthCheckFailing', 'is about the application alone', {
    given: [
      given('up', { job: o.job, service: 'application', ...a }, changes({ '0s': 1, '1m': 0, '10m': 1 })),
      given('up', { job: 'node', service: 'system', instance: 'a:9100' }, 0),
    ],
    expect: [
      quiet('1m', '3m'),
      fires(['3m10s', '10m'], {
        labels: { job: o.job, service: 'application', ...a },
        summary: 'The application monitor a:9999 does not answer',
        description: 'Nothing is known about the application since a:9999 cannot be scraped.',
      }),
      quiet('10m10s'),
    ],
  }),
  example('HealthCheckFailing', 'a restart is over within two minutes', {
    given: [given('up', { job: o.job, service: 'application', ...a }, changes({ '0s': 1, '1m': 0, '2m45s': 1 }))],
    expect: [quiet('2m50s', '3m10s', '10m')],
  }),
])
