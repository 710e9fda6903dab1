import { type DashboardSpec, dashboard } from '#belfry'
import { orchestratorState, projectionState } from '../exporters/orchestrator/metrics.ts'
import type { OrchestratorOptions } from '../stack/options/orchestrator.ts'
import { coordination, events, overview } from './orchestrator/documented.ts'
import { projections } from './orchestrator/projections.ts'
import { generations, workers } from './orchestrator/workers.ts'
import { valuesOf } from './variables.ts'

/** Workers, generations and projections; the panels that the requirement draws come first, as it draws them. */
export function orchestratorDashboard(o: OrchestratorOptions): DashboardSpec {
  return dashboard('orchestrator', {
    title: 'Orchestrator',
    description: 'Workers and their coordination, what they process, and how far their projections are.',
    variables: [
      valuesOf('replica_set', 'Replica set', orchestratorState.activeWorkers),
      valuesOf('projection', 'Projection', projectionState.projectionPosition),
    ],
    rows: [
      overview(o),
      ...(o.instrumented ? [events(o)] : []),
      coordination(o),
      workers(),
      generations(),
      projections(),
    ],
  })
}
