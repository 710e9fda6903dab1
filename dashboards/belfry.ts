import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { alertmanagerMetrics as am } from '../exporters/alertmanager/metrics.ts'
import { belfryMetrics as belfry } from '../exporters/belfry/metrics.ts'
import { prometheusMetrics as prom } from '../exporters/prometheus/metrics.ts'
import type { BelfryOptions } from '../stack/options/belfry.ts'
import { collectors } from './belfry/exporter.ts'
import { notifications } from './belfry/notifications.ts'
import { storage } from './belfry/storage.ts'
import { colored, health, limits, noneAllowed, numbers, numbersBeside, red, rising, success } from './look.ts'

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
        title: 'Failed to send',
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
        overrides: [
          red('critical firing'),
          colored('critical pending', 'super-light-red'),
          colored('warning firing', 'orange'),
          colored('warning pending', 'super-light-orange'),
          colored('none firing', 'blue'),
        ],
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
