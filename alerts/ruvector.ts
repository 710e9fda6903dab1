import { alert, promql, record, rules } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import { ruvectorMetrics as ruvector } from '../exporters/ruvector/metrics.ts'
import type { RuvectorOptions } from '../stack/options/ruvector.ts'

const performance = { category: 'performance', component: 'ruvector' } as const
const database = { category: 'database', component: 'ruvector' } as const

export default rules((o: RuvectorOptions) => [
  record('table:ruvector_search_latency_seconds:p95_rate5m', {
    expr: promql`
      histogram_quantile(
        0.95,
        sum by (job, instance, schema, table, le) (rate(${ruvector.searchLatencySeconds.bucket}[5m]))
      )
    `,
  }),

  alert('RuVectorSearchLatencyHigh', {
    expr: promql`table:ruvector_search_latency_seconds:p95_rate5m > ${o.searchLatencyWarning}`,
    for: '10m',
    severity: 'warning',
    labels: { ...performance, subject: 'search in {{ $labels.schema }}.{{ $labels.table }}' },
    summary: 'Searches in {{ $labels.schema }}.{{ $labels.table }} are slow',
    description: '95 of 100 searches take up to {{ $value | humanizeDuration }}.',
    allow: { 'alert-budget': 'A cold index is slow until it is cached, which takes minutes.' },
  }),
  alert('RuVectorSearchLatencyCritical', {
    expr: promql`table:ruvector_search_latency_seconds:p95_rate5m > ${o.searchLatencyCritical}`,
    for: '5m',
    severity: 'critical',
    labels: { ...performance, subject: 'search in {{ $labels.schema }}.{{ $labels.table }}' },
    summary: 'Searches in {{ $labels.schema }}.{{ $labels.table }} are very slow',
    description: '95 of 100 searches take up to {{ $value | humanizeDuration }}.',
    allow: {
      'alert-budget': 'An index that was just built makes searches slow for minutes, and their answers stay right.',
    },
  }),
  alert('RuVectorIndexGrowthHigh', {
    expr: promql`deriv(${ruvector.indexSizeBytes}[1h]) > ${o.indexGrowthRate}`,
    for: '2h',
    severity: 'warning',
    labels: database,
    summary: 'Vector index {{ $labels.index_name }} grows fast',
    description:
      'The index {{ $labels.index_name }} of {{ $labels.schema }}.{{ $labels.table }} grows by {{ $value | humanize1024 }}B per second.',
    allow: { 'alert-budget': 'A bulk load grows an index for an hour or two by intent.' },
  }),
  alert('RuVectorCountAnomaly', {
    expr: promql`
      abs(${ruvector.vectorCount} - avg_over_time(${ruvector.vectorCount}[1h]))
      / (avg_over_time(${ruvector.vectorCount}[1h]) > ${o.countAnomalyMinimum})
      > ${o.countAnomaly}
    `,
    for: '15m',
    severity: 'warning',
    labels: database,
    summary: 'The number of vectors in {{ $labels.schema }}.{{ $labels.table }} jumped',
    description: 'It differs from its mean of the last hour by {{ $value | humanizePercentage }}.',
    allow: {
      'alert-budget': 'The count is compared with its last hour; after a load it looks odd until the rest has settled.',
    },
  }),
  alert('RuVectorHNSWEfficiencyLow', {
    // Scans of the index alone fetch no row at all, which is no fault.
    expr: promql`
      (sum by (job, instance, schema, table) (rate(${ruvector.indexTuplesFetchedTotal}[5m])) > 0)
      / (sum by (job, instance, schema, table) (rate(${ruvector.indexTuplesReadTotal}[5m])) > 0)
      < ${o.hnswEfficiency}
    `,
    for: '20m',
    severity: 'warning',
    labels: performance,
    summary: 'Vector indexes of {{ $labels.schema }}.{{ $labels.table }} lead to few live rows',
    description: '{{ $value | humanizePercentage }} of the entries read from the vector indexes were live rows.',
    allow: { 'alert-budget': 'A single odd search decides nothing; the ratio of many does.' },
  }),
  alert('RuVectorTableNotAnalyzed', {
    // A table that nobody changes keeps good statistics for ever.
    expr: promql`
      time() - ${ruvector.tableLastAnalyzeTimestampSeconds} > ${o.analyzeAgeSeconds}
      and on (job, instance, schema, table)
      increase(${ruvector.indexOperationsTotal}{operation=~"insert|update|delete"}[1d]) > 0
    `,
    for: '1h',
    severity: 'warning',
    labels: database,
    summary: 'Vector table {{ $labels.schema }}.{{ $labels.table }} has old statistics',
    description: 'The table has changed in the last day and was last analyzed {{ $value | humanizeDuration }} ago.',
    allow: { 'alert-budget': 'Statistics are a day old by then, and autoanalyze may just be due.' },
  }),
  alert('RuVectorMemoryUsageHigh', {
    expr: promql`
      sum by (job, instance) (${ruvector.indexSizeBytes})
      / on () group_left () max(${node.memoryMemTotalBytes}{instance=~"${o.memoryInstance}"})
      > ${o.memoryShare}
    `,
    for: '15m',
    severity: 'warning',
    labels: performance,
    summary: 'Vector indexes outgrow the memory of the database host',
    description: 'To be searched from memory, the vector indexes need {{ $value | humanizePercentage }} of it.',
    allow: { 'alert-budget': 'A rebuild holds two copies of an index for minutes; else its size changes slowly.' },
  }),
  alert('RuVectorOperationErrors', {
    expr: promql`
      sum by (job, instance, schema, table) (rate(${ruvector.indexOperationsTotal}{operation="error"}[5m]))
      > ${o.operationErrorRate}
    `,
    for: '5m',
    severity: 'critical',
    labels: database,
    summary: 'Searches in {{ $labels.schema }}.{{ $labels.table }} fail',
    description: '{{ $value | printf "%.2f" }} operations per second fail.',
    allow: { 'alert-budget': 'During a deployment some operations fail for a moment and are repeated.' },
  }),
  alert('RuVectorIndexBuildSlow', {
    expr: promql`${ruvector.indexBuildElapsedSeconds} > ${o.buildSeconds}`,
    for: '1m',
    severity: 'warning',
    labels: performance,
    summary: 'An index build on {{ $labels.schema }}.{{ $labels.table }} takes long',
    description: 'The build has run for {{ $value | humanizeDuration }}.',
  }),
])
