import { defineSystem, orchestratorFamilies, scrapeJob } from '#belfry'
import orchestratorCases from '../../alerts/orchestrator.cases.ts'
import orchestratorRules from '../../alerts/orchestrator.ts'
import { orchestratorDashboard } from '../../dashboards/orchestrator.ts'
import { orchestratorHistory } from '../../exporters/orchestrator/history.ts'
import {
  alsoFromApplication,
  instrumentedApplication,
  libraryApplication,
  orchestratorState,
  projectionState,
} from '../../exporters/orchestrator/metrics.ts'
import { orchestratorOptions } from '../options/orchestrator.ts'

/** The pupsourcing orchestrator: its application here, its tables through Belfry's exporter. */
export const orchestrator = defineSystem('orchestrator', {
  title: 'Orchestrator',
  description: 'Generations, workers and partitions of event-sourced projections, and how far the projections are.',
  options: orchestratorOptions,
  parts: (options) => ({
    jobs: [
      scrapeJob('orchestrator', {
        targets: options.targets,
        path: options.path,
        interval: options.interval,
        metrics: [options.instrumented ? instrumentedApplication : libraryApplication],
        // The tables are the record of these; with what each process says of them, all would be counted twice.
        metricRelabel: [{ sourceLabels: ['__name__'], regex: alsoFromApplication.join('|'), action: 'drop' }],
      }),
    ],
    metrics: [orchestratorFamilies, orchestratorState, projectionState],
    documented: Object.values(orchestratorFamilies),
    rules: orchestratorRules(options),
    dashboards: [orchestratorDashboard(options)],
    cases: () => orchestratorCases(options),
    history: orchestratorHistory,
  }),
})
