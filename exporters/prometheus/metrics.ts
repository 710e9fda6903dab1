import { counter, defineMetrics, gauge, histogram, info } from '#belfry'

/** What Prometheus 2.42 and 3.x expose about themselves and content may want. */

const group = ['rule_group'] as const
const receiver = ['alertmanager'] as const
const build = ['version', 'revision', 'branch', 'goversion', 'goos', 'goarch', 'tags'] as const

export const prometheusMetrics = defineMetrics('stock', {
  buildInfo: info('prometheus_build_info', { help: 'Version of Prometheus.', labels: build }),
  ready: gauge('prometheus_ready', { help: 'Whether Prometheus has finished starting (1) or not (0).' }),
  configLastReloadSuccessful: gauge('prometheus_config_last_reload_successful', {
    help: 'Whether the last attempt to load the configuration succeeded (1) or not (0).',
  }),
  configLastReloadSuccessTimestampSeconds: gauge('prometheus_config_last_reload_success_timestamp_seconds', {
    help: 'When the configuration was last loaded, in Unix time.',
  }),

  ruleEvaluationsTotal: counter('prometheus_rule_evaluations_total', {
    help: 'Evaluations of rules by group.',
    labels: group,
  }),
  ruleEvaluationFailuresTotal: counter('prometheus_rule_evaluation_failures_total', {
    help: 'Evaluations of rules that failed, by group.',
    labels: group,
  }),
  ruleGroupIterationsMissedTotal: counter('prometheus_rule_group_iterations_missed_total', {
    help: 'Evaluations of a group that were left out because the one before took too long.',
    labels: group,
  }),
  ruleGroupLastDurationSeconds: gauge('prometheus_rule_group_last_duration_seconds', {
    help: 'Time that the last evaluation of a group took, in seconds.',
    labels: group,
  }),
  ruleGroupIntervalSeconds: gauge('prometheus_rule_group_interval_seconds', {
    help: 'Time between evaluations of a group, in seconds.',
    labels: group,
  }),
  ruleGroupRules: gauge('prometheus_rule_group_rules', { help: 'Rules of a group.', labels: group }),

  notificationsSentTotal: counter('prometheus_notifications_sent_total', {
    help: 'Alerts sent, by Alertmanager.',
    labels: receiver,
  }),
  notificationsErrorsTotal: counter('prometheus_notifications_errors_total', {
    help: 'Alerts that could not be sent, by Alertmanager.',
    labels: receiver,
  }),
  notificationsDroppedTotal: counter('prometheus_notifications_dropped_total', {
    help: 'Alerts dropped because no Alertmanager took them.',
  }),
  notificationsQueueLength: gauge('prometheus_notifications_queue_length', { help: 'Alerts that wait to be sent.' }),
  notificationsQueueCapacity: gauge('prometheus_notifications_queue_capacity', {
    help: 'Alerts that may wait at most.',
  }),
  notificationsAlertmanagersDiscovered: gauge('prometheus_notifications_alertmanagers_discovered', {
    help: 'Alertmanagers that Prometheus knows.',
  }),

  sdDiscoveredTargets: gauge('prometheus_sd_discovered_targets', {
    help: 'Targets that service discovery found, by job.',
    labels: ['name', 'config'],
    values: { name: ['scrape', 'notify'] },
  }),
  targetScrapePoolTargets: gauge('prometheus_target_scrape_pool_targets', {
    help: 'Targets of a job after relabelling.',
    labels: ['scrape_job'],
  }),
  targetScrapesExceededSampleLimitTotal: counter('prometheus_target_scrapes_exceeded_sample_limit_total', {
    help: 'Scrapes refused because they had more samples than the job allows.',
  }),
  targetScrapesSampleOutOfOrderTotal: counter('prometheus_target_scrapes_sample_out_of_order_total', {
    help: 'Samples refused because they were older than the newest.',
  }),
  targetScrapesSampleDuplicateTimestampTotal: counter('prometheus_target_scrapes_sample_duplicate_timestamp_total', {
    help: 'Samples refused because they differed from one of the same time.',
  }),

  tsdbHeadSeries: gauge('prometheus_tsdb_head_series', { help: 'Series in memory.' }),
  tsdbHeadChunks: gauge('prometheus_tsdb_head_chunks', { help: 'Chunks in memory.' }),
  tsdbHeadSamplesAppendedTotal: counter('prometheus_tsdb_head_samples_appended_total', {
    help: 'Samples stored, by type.',
    labels: ['type'],
    values: { type: ['float', 'histogram'] },
  }),
  tsdbStorageBlocksBytes: gauge('prometheus_tsdb_storage_blocks_bytes', {
    help: 'Size of the blocks on disk, in bytes.',
  }),
  tsdbRetentionLimitBytes: gauge('prometheus_tsdb_retention_limit_bytes', {
    help: 'Size at which the oldest blocks are deleted, in bytes; 0 is no limit.',
  }),
  tsdbCompactionsFailedTotal: counter('prometheus_tsdb_compactions_failed_total', { help: 'Compactions that failed.' }),
  tsdbWalCorruptionsTotal: counter('prometheus_tsdb_wal_corruptions_total', { help: 'Corruptions found in the WAL.' }),
  tsdbReloadsFailuresTotal: counter('prometheus_tsdb_reloads_failures_total', {
    help: 'Times that the blocks could not be loaded again.',
  }),

  engineQueries: gauge('prometheus_engine_queries', { help: 'Queries that run or wait.' }),
  engineQueriesConcurrentMax: gauge('prometheus_engine_queries_concurrent_max', {
    help: 'Queries that may run at once.',
  }),
  httpRequestsTotal: counter('prometheus_http_requests_total', {
    help: 'HTTP requests by path and status code.',
    labels: ['handler', 'code'],
  }),
  httpRequestDurationSeconds: histogram('prometheus_http_request_duration_seconds', {
    help: 'Time of HTTP requests by path, in seconds.',
    labels: ['handler'],
    buckets: [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120],
  }),
  processCpuSecondsTotal: counter('process_cpu_seconds_total', { help: 'CPU time of the process, in seconds.' }),
  processResidentMemoryBytes: gauge('process_resident_memory_bytes', {
    help: 'Resident memory of the process, in bytes.',
  }),
  processStartTimeSeconds: gauge('process_start_time_seconds', { help: 'When the process started, in Unix time.' }),
  processOpenFds: gauge('process_open_fds', { help: 'Open file descriptors of the process.' }),
})
