import { defineSystem, scrapeJob } from '#belfry'
import ruvectorCases from '../../alerts/ruvector.cases.ts'
import ruvectorRules from '../../alerts/ruvector.ts'
import { ruvectorDashboard } from '../../dashboards/ruvector.ts'
import { belfryMetrics, processMetrics } from '../../exporters/belfry/metrics.ts'
import { coordinationMetrics } from '../../exporters/coordination/metrics.ts'
import { goverseInspectorMetrics } from '../../exporters/goverse/metrics.ts'
import { manateeMetrics, manateeStatusMetrics } from '../../exporters/manatee/metrics.ts'
import { orchestratorState, projectionState } from '../../exporters/orchestrator/metrics.ts'
import { ruvectorHistory } from '../../exporters/ruvector/history.ts'
import { dpgMetrics, pgQueryMetrics, ruvectorMetrics } from '../../exporters/ruvector/metrics.ts'
import { ruvectorOptions } from '../options/ruvector.ts'

/** RuVector, seen by Belfry's exporter; its job also carries what that exporter says about the application. */
export const ruvector = defineSystem('ruvector', {
  title: 'RuVector',
  description: 'Vector tables and indexes: search latency, growth, operations and statistics.',
  options: ruvectorOptions,
  parts: (options) => ({
    jobs: [
      scrapeJob('dpg-application', {
        targets: options.targets,
        interval: options.interval,
        metrics: [
          ruvectorMetrics,
          dpgMetrics,
          pgQueryMetrics,
          belfryMetrics,
          processMetrics,
          orchestratorState,
          projectionState,
          goverseInspectorMetrics,
          manateeMetrics,
          manateeStatusMetrics,
          coordinationMetrics,
        ],
        relabel: [{ targetLabel: 'service', replacement: 'application' }],
      }),
    ],
    metrics: [ruvectorMetrics, dpgMetrics, pgQueryMetrics],
    rules: ruvectorRules(options),
    dashboards: [ruvectorDashboard(options)],
    cases: () => ruvectorCases(options),
    history: ruvectorHistory,
  }),
})
