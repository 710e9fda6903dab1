import { defineMetrics, refine } from '#belfry'
import { prometheusCaptured } from './captured.ts'

/** What Prometheus exposes about itself: its capture, and what people know of it. */
export const prometheusMetrics = defineMetrics(
  'stock',
  refine(prometheusCaptured, {
    buildInfo: { help: 'Version of Prometheus.' },
    ready: { help: 'Whether Prometheus has finished starting (1) or not (0).' },
    configLastReloadSuccessful: {
      help: 'Whether the last attempt to load the configuration succeeded (1) or not (0).',
    },
    configLastReloadSuccessTimestampSeconds: { help: 'When the configuration was last loaded, in Unix time.' },
    ruleEvaluationsTotal: { help: 'Evaluations of rules by group.' },
    ruleEvaluationFailuresTotal: { help: 'Evaluations of rules that failed, by group.' },
    ruleGroupIterationsMissedTotal: {
      help: 'Evaluations of a group that were left out because the one before took too long.',
    },
    ruleGroupLastDurationSeconds: { help: 'Time that the last evaluation of a group took, in seconds.' },
    ruleGroupIntervalSeconds: { help: 'Time between evaluations of a group, in seconds.' },
    ruleGroupRules: { help: 'Rules of a group.' },
    notificationsSentTotal: { help: 'Alerts sent, by Alertmanager.' },
    notificationsErrorsTotal: { help: 'Alerts that could not be sent, by Alertmanager.' },
    notificationsDroppedTotal: { help: 'Alerts dropped because no Alertmanager took them.' },
    notificationsQueueLength: { help: 'Alerts that wait to be sent.' },
    notificationsQueueCapacity: { help: 'Alerts that may wait at most.' },
    notificationsAlertmanagersDiscovered: { help: 'Alertmanagers that Prometheus knows.' },
    sdDiscoveredTargets: {
      help: 'Targets that service discovery found, by job.',
      values: { name: ['scrape', 'notify'] },
    },
    targetScrapePoolTargets: { help: 'Targets of a job after relabelling.' },
    targetScrapesExceededSampleLimitTotal: {
      help: 'Scrapes refused because they had more samples than the job allows.',
    },
    targetScrapesSampleOutOfOrderTotal: { help: 'Samples refused because they were older than the newest.' },
    targetScrapesSampleDuplicateTimestampTotal: {
      help: 'Samples refused because they differed from one of the same time.',
    },
    tsdbHeadSeries: { help: 'Series in memory.' },
    tsdbHeadChunks: { help: 'Chunks in memory.' },
    tsdbHeadSamplesAppendedTotal: { help: 'Samples stored, by type.', values: { type: ['float', 'histogram'] } },
    tsdbStorageBlocksBytes: { help: 'Size of the blocks on disk, in bytes.' },
    tsdbRetentionLimitBytes: { help: 'Size at which the oldest blocks are deleted, in bytes; 0 is no limit.' },
    tsdbCompactionsFailedTotal: { help: 'Compactions that failed.' },
    tsdbWalCorruptionsTotal: { help: 'Corruptions found in the WAL.' },
    tsdbReloadsFailuresTotal: { help: 'Times that the blocks could not be loaded again.' },
    engineQueries: { help: 'Queries that run or wait.' },
    engineQueriesConcurrentMax: { help: 'Queries that may run at once.' },
    httpRequestsTotal: { help: 'HTTP requests by path and status code.' },
    httpRequestDurationSeconds: { help: 'Time of HTTP requests by path, in seconds.' },
    processCpuSecondsTotal: { help: 'CPU time of the process, in seconds.' },
    processResidentMemoryBytes: { help: 'Resident memory of the process, in bytes.' },
    processStartTimeSeconds: { help: 'When the process started, in Unix time.' },
    processOpenFds: { help: 'Open file descriptors of the process.' },
  }),
)
