import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { alertmanagerMetrics as am } from '../exporters/alertmanager/metrics.ts'
import { belfryMetrics as belfry, processMetrics } from '../exporters/belfry/metrics.ts'
import { prometheusMetrics as prom } from '../exporters/prometheus/metrics.ts'
import type { BelfryOptions } from '../stack/options/belfry.ts'
import { health, limits, noneAllowed, numbers, numbersBeside, red, rising, success } from './look.ts'

/** The watch over the watch: targets, rules, notifications, storage, collectors. */
export function belfryDashboard(o: BelfryOptions): DashboardSpec {
  return dashboard('belfry', {
    title: 'Belfry',
    description: 'Whether the monitoring itself works: what it scrapes, evaluates, stores and notifies.',
    rows: [status(), targets(), rules(), notifications(o), collectors(), storage()],
  })
}

function status() {
  const light = { ...success, colorMode: 'background', width: 3 } as const
  return row('Status', [
    panel('stat', { title: 'Targets down', unit: 'short', width: 3, thresholds: noneAllowed }, [
      target(promql`count(up == 0) or vector(0)`),
    ]),
    panel(
      'stat',
      {
        title: 'Watchdog',
        description: 'The alert that always fires. When it is missing, the alerting path is broken.',
        ...health,
        width: 3,
        colorMode: 'background',
      },
      [target(promql`max(ALERTS{alertname="Watchdog",alertstate="firing"}) or vector(0)`)],
    ),
    panel(
      'stat',
      { title: 'Configuration', description: 'Of Prometheus and Alertmanager, as last loaded.', ...light },
      [target(promql`min(${prom.configLastReloadSuccessful} or ${am.configLastReloadSuccessful})`)],
    ),
    panel('stat', { title: 'Collectors', ...light }, [target(promql`min(${belfry.collectorSuccess}) or vector(0)`)]),
    panel(
      'stat',
      {
        title: 'Failed evaluations',
        description: 'Of rules, within the time range.',
        unit: 'short',
        decimals: 0,
        width: 3,
        thresholds: noneAllowed,
      },
      [target(promql`sum(increase(${prom.ruleEvaluationFailuresTotal}[$__range]))`)],
    ),
    panel(
      'stat',
      {
        title: 'Failed notifications',
        description: 'Within the time range.',
        unit: 'short',
        decimals: 0,
        width: 3,
        thresholds: noneAllowed,
      },
      [target(promql`sum(increase(${am.notificationsFailedTotal}[$__range]))`)],
    ),
    panel(
      'stat',
      {
        title: 'Firing alerts',
        description: 'Without those that always fire.',
        unit: 'short',
        width: 3,
        thresholds: rising(1),
      },
      [target(promql`count(ALERTS{alertstate="firing",severity!="none"}) or vector(0)`)],
    ),
    panel('stat', { title: 'Series', unit: 'short', width: 3, sparkline: true }, [
      target(promql`sum(${prom.tsdbHeadSeries})`),
    ]),
  ])
}

function targets() {
  return row('Targets', [
    panel(
      'state-timeline',
      { title: 'Targets by job', description: 'The worst target of each job.', ...health, legend: { mode: 'hidden' } },
      [target(promql`min by (job) (up)`, '{{job}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Scrape time',
        description: 'The slowest target of each job.',
        unit: 's',
        min: 0,
        legend: numbersBeside,
      },
      [target(promql`max by (job) (scrape_duration_seconds)`, '{{job}}')],
    ),
    panel('timeseries', { title: 'Samples of a scrape', unit: 'short', min: 0, legend: numbersBeside }, [
      target(promql`sum by (job) (scrape_samples_post_metric_relabeling)`, '{{job}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'New series of a scrape',
        description: 'Series that appear with every scrape fill the storage.',
        unit: 'short',
        min: 0,
        legend: numbersBeside,
      },
      [target(promql`sum by (job) (scrape_series_added)`, '{{job}}')],
    ),
  ])
}

function rules() {
  return row('Rules and alerts', [
    panel(
      'timeseries',
      {
        title: 'Alerts by severity',
        unit: 'short',
        min: 0,
        draw: 'bars',
        stack: 'normal',
        legend: numbers,
        overrides: [red('critical firing')],
      },
      [target(promql`count by (severity, alertstate) (ALERTS)`, '{{severity}} {{alertstate}}')],
    ),
    panel('alertlist', { title: 'Alerts' }),
    panel(
      'timeseries',
      {
        title: 'Evaluation time of its interval',
        description:
          'How much of the time between two evaluations each rule group needs; at 100 % evaluations are missed.',
        unit: 'percentunit',
        min: 0,
        legend: numbersBeside,
        thresholds: limits(0.5, 1),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`label_replace(max by (rule_group) (${prom.ruleGroupLastDurationSeconds} / ${prom.ruleGroupIntervalSeconds}), "group", "$1", "rule_group", ".*;(.+)")`,
          '{{group}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Failed and missed evaluations',
        unit: 'ops',
        min: 0,
        draw: 'bars',
        legend: numbers,
        overrides: [red('failed')],
      },
      [
        target(promql`sum(rate(${prom.ruleEvaluationFailuresTotal}[$__rate_interval]))`, 'failed'),
        target(promql`sum(rate(${prom.ruleGroupIterationsMissedTotal}[$__rate_interval]))`, 'missed'),
      ],
    ),
  ])
}

function notifications(o: BelfryOptions) {
  const failures = promql`sum by (integration) (increase(${am.notificationsFailedTotal}[15m]))`
  const sent = promql`sum by (integration) (increase(${am.notificationsTotal}[15m]))`
  return row('Notifications', [
    panel(
      'timeseries',
      {
        title: 'Alerts to Alertmanager',
        unit: 'ops',
        min: 0,
        legend: numbers,
        width: 8,
        overrides: [red('dropped'), red('errors')],
      },
      [
        target(promql`sum(rate(${prom.notificationsSentTotal}[$__rate_interval]))`, 'sent'),
        target(promql`sum(rate(${prom.notificationsErrorsTotal}[$__rate_interval]))`, 'errors'),
        target(promql`sum(rate(${prom.notificationsDroppedTotal}[$__rate_interval]))`, 'dropped'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Notifications',
        description: 'Per minute, by the kind of receiver; kinds that were never used are left out.',
        unit: 'opm',
        min: 0,
        legend: numbers,
        width: 8,
      },
      [
        target(
          promql`60 * sum by (integration) (rate(${am.notificationsTotal}[$__rate_interval]) and ${am.notificationsTotal} > 0)`,
          '{{integration}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Failed share',
        description: 'Of the notifications of a quarter of an hour; the line is the threshold of the alert.',
        unit: 'percentunit',
        min: 0,
        legend: numbers,
        width: 8,
        thresholds: limits(o.notificationFailures),
        thresholdStyle: 'dashed',
        noValue: 'no notification',
      },
      [target(promql`${failures} / (${sent} > 0)`, '{{integration}}')],
    ),
    panel(
      'timeseries',
      { title: 'Notification time p95', unit: 's', min: 0, legend: numbers, width: 8, noValue: 'no notification' },
      [
        target(
          promql`histogram_quantile(0.95, sum by (le, integration) (rate(${am.notificationLatencySeconds.bucket}[15m]))) >= 0`,
          '{{integration}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Alerts in Alertmanager',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
        width: 8,
      },
      [target(promql`sum by (state) (${am.alerts})`, '{{state}}')],
    ),
    panel('timeseries', { title: 'Silences', unit: 'short', min: 0, legend: numbers, width: 8 }, [
      target(promql`sum by (state) (${am.silences})`, '{{state}}'),
    ]),
  ])
}

function collectors() {
  const exporterJob = promql`group by (job, instance) (${belfry.buildInfo})`
  return row('Exporter', [
    panel('state-timeline', { title: 'Collectors', ...success, legend: { mode: 'hidden' } }, [
      target(promql`min by (collector) (${belfry.collectorSuccess})`, '{{collector}}'),
    ]),
    panel('timeseries', { title: 'Collection time', unit: 's', min: 0, legend: numbersBeside }, [
      target(promql`max by (collector) (${belfry.collectorDurationSeconds})`, '{{collector}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Errors by reason',
        unit: 'ops',
        min: 0,
        draw: 'bars',
        legend: numbersBeside,
        width: 8,
        noValue: 'none so far',
      },
      [
        target(
          promql`sum by (collector, reason) (rate(${belfry.collectorErrorsTotal}[$__rate_interval]))`,
          '{{collector}} {{reason}}',
        ),
      ],
    ),
    panel('timeseries', { title: 'Time since the last success', unit: 's', min: 0, legend: numbers, width: 8 }, [
      target(promql`time() - max by (collector) (${belfry.collectorLastSuccessTimestampSeconds})`, '{{collector}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Collections and dropped series',
        description: 'Scrapes that share a collection are counted once.',
        unit: 'ops',
        min: 0,
        legend: numbers,
        width: 8,
        overrides: [red('dropped')],
      },
      [
        target(promql`sum(rate(${belfry.collectionsTotal}[$__rate_interval]))`, 'collections'),
        target(promql`sum(rate(${belfry.seriesDroppedTotal}[$__rate_interval])) or vector(0)`, 'dropped'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Event loop delay p99', description: 'Of the exporter process.', unit: 's', min: 0, legend: numbers },
      [target(promql`max(${processMetrics.eventLoopLagSeconds} and on (job, instance) ${exporterJob})`, 'delay')],
    ),
    panel('timeseries', { title: 'Memory of the exporter', unit: 'bytes', min: 0, legend: numbers }, [
      target(promql`max(${processMetrics.residentMemoryBytes} and on (job, instance) ${exporterJob})`, 'resident'),
      target(promql`max(${processMetrics.heapUsedBytes} and on (job, instance) ${exporterJob})`, 'heap'),
    ]),
  ])
}

function storage() {
  return row(
    'Prometheus',
    [
      panel('timeseries', { title: 'Samples stored', unit: 'wps', min: 0, legend: numbers, width: 8 }, [
        target(promql`sum(rate(${prom.tsdbHeadSamplesAppendedTotal}[$__rate_interval]))`, 'samples'),
      ]),
      panel('timeseries', { title: 'Series in memory', unit: 'short', min: 0, legend: numbers, width: 8 }, [
        target(promql`sum(${prom.tsdbHeadSeries})`, 'series'),
      ]),
      panel(
        'timeseries',
        {
          title: 'Blocks on disk',
          description: 'The oldest blocks are deleted at the limit.',
          unit: 'bytes',
          min: 0,
          legend: numbers,
          width: 8,
        },
        [
          target(promql`sum(${prom.tsdbStorageBlocksBytes})`, 'blocks'),
          target(promql`sum(${prom.tsdbRetentionLimitBytes} > 0)`, 'limit'),
        ],
      ),
      panel(
        'timeseries',
        {
          title: 'Memory by job',
          description: 'Resident memory of the monitoring processes.',
          unit: 'bytes',
          min: 0,
          legend: numbersBeside,
        },
        [target(promql`sum by (job) (${prom.processResidentMemoryBytes})`, '{{job}}')],
      ),
      panel(
        'timeseries',
        { title: 'HTTP requests', unit: 'reqps', min: 0, draw: 'area', stack: 'normal', legend: numbersBeside },
        [target(promql`sum by (code) (rate(${prom.httpRequestsTotal}[$__rate_interval]))`, '{{code}}')],
      ),
    ],
    { collapsed: true },
  )
}
