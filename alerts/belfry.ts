import { alert, promql, rules } from '#belfry'
import { alertmanagerMetrics as alertmanager } from '../exporters/alertmanager/metrics.ts'
import { belfryMetrics as belfry } from '../exporters/belfry/metrics.ts'
import { prometheusMetrics as prometheus } from '../exporters/prometheus/metrics.ts'
import type { BelfryOptions } from '../stack/options/belfry.ts'

const monitoring = { category: 'monitoring' } as const

export default rules((o: BelfryOptions) => [
  alert('Watchdog', {
    expr: promql`vector(1)`,
    severity: 'none',
    labels: monitoring,
    summary: 'The alerting path is alive',
    description: 'This alert always fires. When its notifications stop, nothing else is notified either.',
    allow: {
      'alert-comparison': 'It is to fire whatever happens.',
      'alert-for': 'It fires always, so that its absence is noticed.',
      'alert-severity': "It asks nobody to act; a dead man's switch waits for it.",
    },
  }),
  alert('TargetDown', {
    expr: promql`up == 0`,
    for: o.targetDownFor,
    severity: 'critical',
    labels: monitoring,
    summary: 'Target {{ $labels.instance }} of job {{ $labels.job }} is down',
    description: 'Prometheus cannot scrape {{ $labels.instance }}; what it watches is out of sight.',
  }),
  alert('TargetsMissing', {
    expr: promql`${o.jobs.map((job) => `absent(up{job="${job}"})`).join('\nor\n')}`,
    for: '2m',
    severity: 'critical',
    labels: monitoring,
    summary: 'Job {{ $labels.job }} has no target',
    description: 'Prometheus knows no target of the job {{ $labels.job }}, so none of its alerts can fire.',
    allow: { 'alert-budget': 'A restart or a new configuration leaves a job without targets for a moment.' },
  }),
  alert('RuleEvaluationFailing', {
    expr: promql`
      increase(${prometheus.ruleEvaluationFailuresTotal}[5m]) > 0
    `,
    for: '1m',
    severity: 'critical',
    labels: monitoring,
    summary: 'Rules of {{ $labels.rule_group }} cannot be evaluated',
    description:
      'These alerts cannot fire; evaluations that failed in the last 5 minutes: {{ $value | printf "%.0f" }}.',
    allow: { 'alert-budget': 'A query that fails during a restart succeeds at one of the next evaluations.' },
  }),
  alert('NotificationsFailing', {
    // Alertmanager tries again until the group's next turn, so failures come minutes apart.
    expr: promql`
      sum by (job, instance, integration) (increase(${alertmanager.notificationsFailedTotal}[15m]))
      / (sum by (job, instance, integration) (increase(${alertmanager.notificationsTotal}[15m])) > 0)
      > ${o.notificationFailures}
    `,
    for: '1m',
    severity: 'critical',
    labels: monitoring,
    summary: 'Notifications by {{ $labels.integration }} fail',
    description: '{{ $value | humanizePercentage }} of the notifications of the last 15 minutes were given up.',
    allow: {
      'alert-budget':
        'Alertmanager tries again for minutes by itself, so that only a share of a quarter of an hour counts.',
    },
  }),
  alert('AlertmanagerUnreachable', {
    // Alerts that Prometheus 2.42 drops in the seconds after a reload are no failure to send, and are sent again.
    expr: promql`
      min by (job, instance) (increase(${prometheus.notificationsErrorsTotal}[5m])) > 0
      or ${prometheus.notificationsAlertmanagersDiscovered} == 0
    `,
    for: '1m',
    severity: 'critical',
    labels: monitoring,
    summary: 'Prometheus {{ $labels.instance }} cannot reach Alertmanager',
    description: 'No Alertmanager takes its alerts, or none is known: nobody is notified.',
    allow: { 'alert-budget': 'A restart of Alertmanager takes seconds, and Prometheus sends its alerts again.' },
  }),
  alert('ConfigReloadFailed', {
    expr: promql`
      ${prometheus.configLastReloadSuccessful} == 0
      or ${alertmanager.configLastReloadSuccessful} == 0
    `,
    for: '1m',
    severity: 'warning',
    labels: monitoring,
    summary: 'The configuration of {{ $labels.instance }} could not be loaded',
    description: 'The {{ $labels.job }} at {{ $labels.instance }} still runs its former configuration.',
  }),
  alert('CollectorFailing', {
    expr: promql`${belfry.collectorSuccess} == 0`,
    for: '1m',
    severity: 'warning',
    labels: monitoring,
    summary: 'Collector {{ $labels.collector }} of {{ $labels.instance }} fails',
    description: 'The metrics of {{ $labels.collector }} are missing; alerts that need them cannot fire.',
  }),
  alert('CollectorSeriesDropped', {
    expr: promql`increase(${belfry.seriesDroppedTotal}[15m]) > 0`,
    for: '1m',
    severity: 'warning',
    labels: monitoring,
    summary: 'The exporter {{ $labels.instance }} leaves out series of {{ $labels.family }}',
    description: 'The family is full; series left out in the last 15 minutes: {{ $value | printf "%.0f" }}.',
  }),
])
