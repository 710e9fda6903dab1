import { defineSystem, scrapeJob } from '#belfry'
import coordinationCases from '../../alerts/coordination.cases.ts'
import coordinationRules from '../../alerts/coordination.ts'
import { coordinationDashboard } from '../../dashboards/coordination.ts'
import { phaseDashboard } from '../../dashboards/coordination-phases.ts'
import { swarmDashboard } from '../../dashboards/coordination-swarms.ts'
import { coordinationHistory } from '../../exporters/coordination/history.ts'
import { coordinationMetrics, coordinationProcessMetrics } from '../../exporters/coordination/metrics.ts'
import { coordinationOptions } from '../options/coordination.ts'

/** Blocking coordination: the processes that measure themselves; what Redis tells comes with Belfry's exporter. */
export const coordination = defineSystem('coordination', {
  title: 'Blocking coordination',
  description: 'Coordinators of agent swarms that wait for each other: how many, how long, and whether they live.',
  options: coordinationOptions,
  parts: (options) => ({
    jobs: [
      scrapeJob('blocking-coordination', {
        targets: options.targets,
        path: options.path,
        interval: options.interval,
        metrics: [coordinationProcessMetrics],
        relabel: [
          { targetLabel: 'service', replacement: 'blocking-coordination' },
          { targetLabel: 'component', replacement: 'cfn-loop' },
        ],
      }),
    ],
    metrics: [coordinationMetrics, coordinationProcessMetrics],
    documented: [coordinationMetrics.coordinatorsTotal, ...Object.values(coordinationProcessMetrics)],
    rules: coordinationRules(options),
    dashboards: [coordinationDashboard(options), swarmDashboard(options), phaseDashboard(options)],
    cases: () => coordinationCases(options),
    history: coordinationHistory,
  }),
})
