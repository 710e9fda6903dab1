import { type DashboardSpec, dashboard, type MetricFamily, panel, promql, row, target } from '#belfry'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import { dpgMetrics as dpg } from '../exporters/ruvector/metrics.ts'
import type { ApplicationOptions } from '../stack/options/application.ts'
import { falling, floor, health, limits, numbers, numbersBeside, ratio, red, rising } from './look.ts'
import { valuesOf } from './variables.ts'

const { queryDurationSeconds: duration, queryErrorsTotal: errors } = dpg
const selected = '{query_type=~"$query_type"}'
const rateOf = (name: MetricFamily | string) => promql`rate(${name}[$__rate_interval])`
const answered = promql`(sum(rate(${duration.count}${selected}[$__rate_interval])) or vector(0))`
const failed = promql`(sum(rate(${errors}${selected}[$__rate_interval])) or vector(0))`

/** How the databases serve the application: requests, errors, times, connections, data. */
export function applicationDashboard(o: ApplicationOptions): DashboardSpec {
  return dashboard('application', {
    title: 'DPG application',
    description: 'How well the databases serve the application, as scheduled probe queries and the databases see it.',
    variables: [valuesOf('query_type', 'Query type', duration.count)],
    rows: [status(o), requests(o), queries(o), resources(o), data(o)],
  })
}

function status(o: ApplicationOptions) {
  return row('Status', [
    panel(
      'stat',
      {
        title: 'Monitor',
        description: 'Whether anything is known about the application.',
        ...health,
        colorMode: 'background',
      },
      [target(promql`min(up{job="${o.job}"}) or vector(0)`)],
    ),
    panel(
      'stat',
      { title: 'Failed queries', unit: 'percentunit', thresholds: rising(o.errorRatio), noValue: 'no query' },
      [target(promql`${failed} / (${failed} + ${answered} > 0)`)],
    ),
    panel(
      'stat',
      {
        title: 'Query time p95',
        unit: 's',
        thresholds: rising(o.responseTimeWarning, o.responseTimeCritical),
        noValue: 'no query',
      },
      [target(promql`histogram_quantile(0.95, sum by (le) (rate(${duration.bucket}${selected}[5m])))`)],
    ),
    panel(
      'stat',
      {
        title: 'Open transactions',
        description: 'Sessions that sit idle in one.',
        unit: 'short',
        thresholds: rising(o.waitingConnections),
      },
      [target(promql`max(${dpg.dbConnectionsWaiting})`)],
    ),
    panel(
      'stat',
      {
        title: 'Oldest data',
        description: 'Of the tables that are watched for new rows.',
        unit: 's',
        max: o.staleSeconds,
        thresholds: rising(o.staleSeconds),
        noValue: 'not watched',
      },
      [target(promql`time() - min(${dpg.tableLastUpdateTimestampSeconds})`)],
    ),
    panel('stat', { title: 'Failed batch jobs', unit: 'short', thresholds: rising(1), noValue: 'no job' }, [
      target(promql`sum(${dpg.batchJobStatus}{status="failed"})`),
    ]),
  ])
}

function requests(o: ApplicationOptions) {
  return row('Requests', [
    panel(
      'timeseries',
      {
        title: 'Transactions and commands',
        description: 'What PostgreSQL and Redis serve; the line is the threshold of the alert for both together.',
        unit: 'ops',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
        thresholds: limits(o.requestRate),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`sum(${rateOf(pg.statDatabaseXactCommit)}) + sum(${rateOf(pg.statDatabaseXactRollback)})`,
          'PostgreSQL transactions',
        ),
        target(promql`sum(${rateOf(redis.commandsProcessedTotal)})`, 'Redis commands'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Probe queries by type', unit: 'reqps', min: 0, draw: 'area', stack: 'normal', legend: numbersBeside },
      [target(promql`sum by (query_type) (rate(${duration.count}${selected}[$__rate_interval]))`, '{{query_type}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Failed queries',
        description: 'Share of the probe queries.',
        ...ratio,
        legend: numbers,
        thresholds: limits(o.errorRatio),
        thresholdStyle: 'dashed',
        overrides: [red('failed')],
      },
      [target(promql`${failed} / (${failed} + ${answered} > 0)`, 'failed')],
    ),
    panel(
      'timeseries',
      {
        title: 'Answered well',
        description: 'Share of the probe queries that were answered without error within half a second.',
        ...ratio,
        legend: numbers,
        thresholds: floor(o.goodRatio),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`clamp_max(sum(rate(${duration.bucket}{query_type=~"$query_type",le="0.5"}[$__rate_interval])) / (${failed} + ${answered} > 0), 1)`,
          'good',
        ),
      ],
    ),
  ])
}

function queries(o: ApplicationOptions) {
  const quantile = (q: number) =>
    target(
      promql`histogram_quantile(${q}, sum by (le) (rate(${duration.bucket}${selected}[$__rate_interval])))`,
      `p${q * 100}`,
    )
  const lines = { thresholds: limits(o.responseTimeWarning, o.responseTimeCritical), thresholdStyle: 'dashed' } as const
  return row('Response times', [
    panel('timeseries', { title: 'Query time', unit: 's', min: 0, legend: numbers, width: 8, ...lines }, [
      quantile(0.5),
      quantile(0.95),
      quantile(0.99),
    ]),
    panel('timeseries', { title: 'Query time p95 by type', unit: 's', min: 0, legend: numbers, width: 8, ...lines }, [
      target(
        promql`histogram_quantile(0.95, sum by (le, query_type) (rate(${duration.bucket}${selected}[$__rate_interval])))`,
        '{{query_type}}',
      ),
    ]),
    panel(
      'heatmap',
      { title: 'Distribution', description: 'Probe queries by the bucket that they fell in.', unit: 's', width: 8 },
      [
        target(promql`sum by (le) (increase(${duration.bucket}${selected}[$__rate_interval]))`, {
          legend: '{{le}}',
          format: 'heatmap',
        }),
      ],
    ),
  ])
}

function resources(o: ApplicationOptions) {
  const hits = promql`sum(${rateOf(pg.statDatabaseBlksHit)})`
  const reads = promql`sum(${rateOf(pg.statDatabaseBlksRead)})`
  return row('Connections and caches', [
    panel(
      'timeseries',
      {
        title: 'Connections',
        description: 'Waiting ones sit idle in an open transaction.',
        unit: 'short',
        min: 0,
        legend: numbers,
        width: 8,
        thresholds: limits(o.waitingConnections),
        thresholdStyle: 'dashed',
        overrides: [red('waiting')],
      },
      [
        target(promql`sum(${dpg.dbConnectionsActive})`, 'active'),
        target(promql`sum(${dpg.dbConnectionsIdle})`, 'idle'),
        target(promql`sum(${dpg.dbConnectionsWaiting})`, 'waiting'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Cache misses',
        description: 'Share of the block reads that the shared buffers did not serve.',
        ...ratio,
        legend: numbers,
        width: 8,
        thresholds: limits(o.cacheMissRatio),
        thresholdStyle: 'dashed',
      },
      [target(promql`${reads} / (${hits} + ${reads} > 0)`, 'misses')],
    ),
    panel(
      'timeseries',
      {
        title: 'Memory and keys of Redis',
        description: 'Memory that grows without keys is a leak.',
        unit: 'bytes',
        min: 0,
        legend: numbers,
        width: 8,
        overrides: [{ match: 'keys', properties: { unit: 'short', 'custom.axisPlacement': 'right' } }],
      },
      [target(promql`sum(${dpg.redisMemoryUsedBytes})`, 'memory'), target(promql`sum(${dpg.redisKeysTotal})`, 'keys')],
    ),
  ])
}

function data(o: ApplicationOptions) {
  return row('Data and jobs', [
    panel(
      'bargauge',
      {
        title: 'Time since the newest row',
        unit: 's',
        min: 0,
        max: o.staleSeconds,
        thresholds: rising(o.staleSeconds),
        noValue: 'not watched',
      },
      [
        target(
          promql`time() - max by (schema, table) (${dpg.tableLastUpdateTimestampSeconds})`,
          '{{schema}}.{{table}}',
        ),
      ],
    ),
    panel(
      'state-timeline',
      {
        title: 'Batch jobs',
        description: 'The state of the latest run of each job.',
        unit: 'short',
        noValue: 'no job',
        thresholds: falling(1),
        mappings: [
          { match: '1', text: 'pending', color: 'blue' },
          { match: '2', text: 'running', color: 'yellow' },
          { match: '3', text: 'succeeded', color: 'green' },
          { match: '4', text: 'failed', color: 'red' },
        ],
        legend: { mode: 'hidden' },
      },
      [
        // The exporter's own label `job` is `exported_job` after the scrape.
        target(
          promql`
            max by (exported_job) (
              1 * ${dpg.batchJobStatus}{status="pending"}
              or 2 * ${dpg.batchJobStatus}{status="running"}
              or 3 * ${dpg.batchJobStatus}{status="succeeded"}
              or 4 * ${dpg.batchJobStatus}{status="failed"}
            )`,
          '{{exported_job}}',
        ),
      ],
    ),
  ])
}
