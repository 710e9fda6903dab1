import { defineSystem, type MetricSet, scrapeJob, type Targets } from '#belfry'
import belfryCases from '../../alerts/belfry.cases.ts'
import belfryRules from '../../alerts/belfry.ts'
import { belfryDashboard } from '../../dashboards/belfry.ts'
import { alertmanagerMetrics } from '../../exporters/alertmanager/metrics.ts'
import { belfryHistory } from '../../exporters/belfry/history.ts'
import { grafanaMetrics } from '../../exporters/grafana/metrics.ts'
import { prometheusMetrics } from '../../exporters/prometheus/metrics.ts'
import { belfryOptions } from '../options/belfry.ts'

/** The watch over the watch: Prometheus, Alertmanager, Grafana and Belfry's exporter. */
export const belfry = defineSystem('belfry', {
  title: 'Belfry',
  description: 'Whether targets, rules, notifications, configurations and collectors work.',
  options: belfryOptions,
  parts: (options) => {
    const job = (name: string, targets: Targets | readonly Targets[], metrics: MetricSet) =>
      scrapeJob(name, {
        targets,
        interval: options.interval,
        metrics: [metrics],
        relabel: [{ targetLabel: 'service', replacement: name }],
      })
    return {
      jobs: [
        job('prometheus', options.prometheusTargets, prometheusMetrics),
        job('alertmanager', options.alertmanagerTargets, alertmanagerMetrics),
        job('grafana', options.grafanaTargets, grafanaMetrics),
      ],
      rules: belfryRules(options),
      dashboards: [belfryDashboard(options)],
      cases: () => belfryCases(options),
      history: belfryHistory,
    }
  },
})
