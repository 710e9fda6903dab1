import { panel, promql, row, target } from '#belfry'
import { alertmanagerMetrics as am } from '../../exporters/alertmanager/metrics.ts'
import { prometheusMetrics as prom } from '../../exporters/prometheus/metrics.ts'
import type { BelfryOptions } from '../../stack/options/belfry.ts'
import { limits, numbers, red } from '../look.ts'

/** From the firing alert to the receiver. */
export function notifications(o: BelfryOptions) {
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
        max: 1,
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
