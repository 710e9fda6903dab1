import { counter, defineMetrics, gauge, info } from '../spec/metrics.ts'

/** Why a collector can fail; the label `reason` takes no other value. */
export const failureReasons = ['timeout', 'connection', 'authentication', 'query', 'response', 'internal'] as const
export type FailureReason = (typeof failureReasons)[number]

/** What the exporter says about itself. A collector with parts is counted by part, as `ruvector_postgres`. */
export const belfryMetrics = defineMetrics('exporter', {
  collectorSuccess: gauge('belfry_collector_success', {
    help: 'Whether the last run of a collector succeeded (1) or not (0).',
    labels: ['collector'],
  }),
  collectorDurationSeconds: gauge('belfry_collector_duration_seconds', {
    help: 'Time that the last run of a collector took, in seconds.',
    labels: ['collector'],
  }),
  collectorLastSuccessTimestampSeconds: gauge('belfry_collector_last_success_timestamp_seconds', {
    help: 'When a collector last succeeded, in Unix time; absent until it has.',
    labels: ['collector'],
  }),
  collectorErrorsTotal: counter('belfry_collector_errors_total', {
    help: 'Failed runs of a collector, by reason.',
    labels: ['collector', 'reason'],
    values: { reason: failureReasons },
  }),
  seriesDroppedTotal: counter('belfry_series_dropped_total', {
    help: 'Series left out of a collection because their family had reached its limit.',
    labels: ['family'],
  }),
  collectionsTotal: counter('belfry_collections_total', {
    help: 'Collections run; scrapes that shared one or were served from the cache are not counted again.',
  }),
  buildInfo: info('belfry_build_info', {
    help: 'Version of Belfry and of Node.js.',
    labels: ['version', 'node_version'],
  }),
})
