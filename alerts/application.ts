import { alert, promql, record, rules } from '#belfry'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { redisMetrics as redis } from '../exporters/redis/metrics.ts'
import { dpgMetrics as dpg } from '../exporters/ruvector/metrics.ts'
import type { ApplicationOptions } from '../stack/options/application.ts'

const application = { category: 'application' } as const
const performance = { category: 'performance' } as const

export default rules((o: ApplicationOptions) => [
  record('stack:dpg_requests:rate5m', {
    expr: promql`
      sum(
        rate(${pg.statDatabaseXactCommit}[5m]) + rate(${pg.statDatabaseXactRollback}[5m])
        or rate(${redis.commandsProcessedTotal}[5m])
      )
    `,
  }),
  record('instance:dpg_queries:rate5m', {
    // One side has no series while every query so far was answered, or none was.
    expr: promql`
      sum by (job, instance) (rate(${dpg.queryDurationSeconds.count}[5m]))
      + sum by (job, instance) (rate(${dpg.queryErrorsTotal}[5m]))
      or sum by (job, instance) (rate(${dpg.queryErrorsTotal}[5m]))
      or sum by (job, instance) (rate(${dpg.queryDurationSeconds.count}[5m]))
    `,
  }),
  record('query_type:dpg_query_duration_seconds:p95_rate5m', {
    expr: promql`
      histogram_quantile(
        0.95,
        sum by (job, instance, query_type, le) (rate(${dpg.queryDurationSeconds.bucket}[5m]))
      )
    `,
  }),

  alert('HighRequestRate', {
    expr: promql`stack:dpg_requests:rate5m > ${o.requestRate}`,
    for: '10m',
    severity: 'warning',
    labels: performance,
    summary: 'The application sends unusually many requests',
    description: 'PostgreSQL and Redis serve {{ $value | humanize }} transactions and commands per second.',
    allow: { 'alert-budget': 'Requests come in waves; only a rate that stays decides about more machines.' },
  }),
  alert('HighErrorRate', {
    expr: promql`
      sum by (job, instance) (rate(${dpg.queryErrorsTotal}[5m])) / (instance:dpg_queries:rate5m > 0) > ${o.errorRatio}
    `,
    for: '5m',
    severity: 'critical',
    labels: { ...application, subject: 'query quality' },
    summary: 'Queries of the application fail',
    description: '{{ $value | humanizePercentage }} of the probe queries of the last 5 minutes failed.',
    allow: { 'alert-budget': 'During a failover queries fail for a moment and succeed when they are repeated.' },
  }),
  alert('SlowResponseTime', {
    expr: promql`query_type:dpg_query_duration_seconds:p95_rate5m > ${o.responseTimeWarning}`,
    for: '10m',
    severity: 'warning',
    labels: { ...performance, subject: '{{ $labels.query_type }} time' },
    summary: 'Queries of type {{ $labels.query_type }} are slow',
    description: '95 of 100 queries take up to {{ $value | humanizeDuration }}.',
    allow: {
      'alert-budget': 'Caches are cold after a deployment; what is still slow minutes later has another cause.',
    },
  }),
  alert('CriticalResponseTime', {
    expr: promql`query_type:dpg_query_duration_seconds:p95_rate5m > ${o.responseTimeCritical}`,
    for: '5m',
    severity: 'critical',
    labels: { ...performance, subject: '{{ $labels.query_type }} time' },
    summary: 'Queries of type {{ $labels.query_type }} are very slow',
    description: '95 of 100 queries take up to {{ $value | humanizeDuration }}.',
    allow: { 'alert-budget': 'A lock or a checkpoint holds queries up for a minute or two and lets them go again.' },
  }),
  alert('ServiceDegradation', {
    // Half a second is a bucket that Prometheus 2 and 3 write alike; they differ about whole numbers.
    expr: promql`
      sum by (job, instance) (rate(${dpg.queryDurationSeconds.bucket}{le="0.5"}[5m]))
      / (instance:dpg_queries:rate5m > 0) < ${o.goodRatio}
    `,
    for: '10m',
    severity: 'warning',
    labels: { ...application, subject: 'query quality' },
    summary: 'The databases serve the application badly',
    description:
      'Only {{ $value | humanizePercentage }} of the queries were answered without error within half a second.',
    allow: { 'alert-budget': 'It is a trend of many queries, which a few slow ones must not decide.' },
  }),
  alert('ConnectionPoolExhaustion', {
    expr: promql`${dpg.dbConnectionsWaiting} > ${o.waitingConnections}`,
    for: '5m',
    severity: 'critical',
    labels: application,
    summary: 'The application holds transactions open',
    description: '{{ $value | printf "%.0f" }} connections of the pool sit idle in an open transaction.',
    allow: { 'alert-budget': 'A queue for connections builds up at every peak and is worked off within minutes.' },
  }),
  alert('HighCacheMissRate', {
    expr: promql`
      1
      - sum by (job, instance) (rate(${pg.statDatabaseBlksHit}[5m]))
      / (
        sum by (job, instance) (rate(${pg.statDatabaseBlksHit}[5m]))
        + sum by (job, instance) (rate(${pg.statDatabaseBlksRead}[5m]))
        > ${o.cacheMinimumReads}
      ) > ${o.cacheMissRatio}
    `,
    for: '15m',
    severity: 'warning',
    labels: performance,
    summary: 'The database cache on {{ $labels.instance }} misses often',
    description:
      '{{ $value | humanizePercentage }} of the block reads of the last 5 minutes missed the shared buffers.',
    allow: { 'alert-budget': 'After a restart the queries themselves fill the cache, over minutes.' },
  }),
  alert('PossibleMemoryLeak', {
    expr: promql`
      deriv(${dpg.redisMemoryUsedBytes}[1h]) > ${o.leakBytesRate}
      and ${dpg.redisKeysTotal} < ${o.leakMaximumKeys}
    `,
    for: '2h',
    severity: 'warning',
    labels: application,
    summary: 'The memory of Redis grows without keys',
    description: 'It grows by {{ $value | humanize1024 }}B per second although there are few keys.',
    allow: { 'alert-budget': 'A leak is told from ordinary growth only by hours in which nothing is given back.' },
  }),
  alert('StaleDataDetected', {
    expr: promql`time() - ${dpg.tableLastUpdateTimestampSeconds} > ${o.staleSeconds}`,
    for: '30m',
    severity: 'warning',
    labels: application,
    summary: 'Table {{ $labels.schema }}.{{ $labels.table }} gets no new data',
    description: 'Its newest row is {{ $value | humanizeDuration }} old.',
    allow: { 'alert-budget': 'The data is an hour old by then; half an hour more lets a late import arrive.' },
  }),
  alert('BatchJobFailure', {
    // Scraping moves the exporter's own label `job` to `exported_job`.
    expr: promql`${dpg.batchJobStatus}{status="failed"} > 0`,
    for: '5m',
    severity: 'critical',
    labels: application,
    summary: 'Batch job {{ $labels.exported_job }} failed',
    description: 'The latest run of {{ $labels.exported_job }} ended in status {{ $labels.status }}.',
    allow: {
      'alert-budget': 'Failed jobs are often started again at once; one that is still failed minutes later was not.',
    },
  }),
  alert('HealthCheckFailing', {
    expr: promql`up{job="${o.job}"} == 0`,
    for: o.healthCheckFor,
    severity: 'critical',
    labels: application,
    summary: 'The application monitor {{ $labels.instance }} does not answer',
    description: 'Nothing is known about the application since {{ $labels.instance }} cannot be scraped.',
    allow: {
      'alert-budget': 'TargetDown tells of the missing target within a minute; this is about an outage that lasts.',
    },
  }),
])
