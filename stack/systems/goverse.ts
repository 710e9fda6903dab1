import { defineSystem, type MetricSet, scrapeJob, type Targets } from '#belfry'
import goverseCases from '../../alerts/goverse.cases.ts'
import goverseRules from '../../alerts/goverse.ts'
import { goverseDashboard } from '../../dashboards/goverse.ts'
import { goverseHistory } from '../../exporters/goverse/history.ts'
import {
  goverseDocumented,
  goverseGateMetrics,
  goverseInspectorMetrics,
  goverseNodeMetrics,
  goverseProcessMetrics,
} from '../../exporters/goverse/metrics.ts'
import { goverseOptions } from '../options/goverse.ts'

/** GoVerse: its nodes and gates, scraped themselves, and its inspector, read by Belfry's exporter. */
export const goverse = defineSystem('goverse', {
  title: 'GoVerse',
  description: 'Objects, method calls, shards and their migrations, and the clients at the gates.',
  options: goverseOptions,
  parts: (options) => {
    const job = (name: string, targets: Targets | readonly Targets[], metrics: MetricSet) =>
      scrapeJob(name, {
        targets,
        interval: options.interval,
        metrics: [metrics, goverseProcessMetrics],
        relabel: [{ targetLabel: 'service', replacement: 'goverse' }],
      })
    return {
      jobs: [
        job('goverse-nodes', options.nodeTargets, goverseNodeMetrics),
        job('goverse-gates', options.gateTargets, goverseGateMetrics),
      ],
      metrics: [goverseNodeMetrics, goverseGateMetrics, goverseProcessMetrics, goverseInspectorMetrics],
      documented: goverseDocumented,
      rules: goverseRules(options),
      dashboards: [goverseDashboard(options)],
      cases: () => goverseCases(options),
      history: goverseHistory,
    }
  },
})
