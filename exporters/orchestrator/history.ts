import { type HistorySpec, later, level, observed, rate } from '#belfry'
import { incidents } from '../incidents.ts'
import { instrumentedApplication as a, orchestratorState as o, projectionState as p } from './metrics.ts'

const { crashLoop, databaseOutage } = incidents

const projections = ['orders', 'users', 'invoices', 'revenue'].map((projection) => ({ projection }))

/** A day of the orchestrator: its workers crash for a while, and its projections fall behind. */
export const orchestratorHistory = (): HistorySpec => ({
  incidents: [crashLoop],
  later: [
    later(p.projectionPosition, projections, () => 60),
    later(p.projectionLagEvents, projections, () => 4),
    later(p.projectionUpdatedTimestampSeconds, projections, (end) => end - 3),
  ],
  curves: [
    rate([o.generationsTotal, o.reconfigurationTotal], (at) => 1 / 14_400 + at.during(crashLoop) / 60),
    rate(o.workersRegisteredTotal, (at) => 1 / 14_400 + at.during(crashLoop) / 40),
    rate(o.staleWorkersCleanedTotal, (at) => 1 / 28_800 + at.during(crashLoop) / 45),
    rate(o.partitionAssignmentsTotal, (at) => 3 / 14_400 + at.during(crashLoop) / 20),
    level(o.activeWorkers, (at, { live }) => Math.max(0, Math.round(live - (1 + at.jitter) * at.during(crashLoop)))),
    // What a start looks like is not what a day looks like.
    level([o.assignedPartitions, o.currentGenerationPartitions], (_at, { labels, live }) =>
      labels.replica_set === 'main-projections' ? 3 : labels.replica_set === 'reporting' ? 2 : live,
    ),
    level(o.workerState, (_at, { labels }) => (labels.state === 'running' ? 1 : 0)),
    level(o.staleWorkers, (at) => Math.round((1 + at.jitter) * at.during(crashLoop))),
    level(o.unassignedWorkers, (at) => Math.round(Math.max(0, at.jitter) * at.during(crashLoop))),
    level(o.heartbeatAgeSeconds, (at) => 2.5 + 2 * at.jitter),
    // Positions only grow, as counters do.
    rate([p.eventStorePosition, p.projectionPosition], (at) => 7 * at.load),
    level(p.projectionLagEvents, (at) => Math.max(0, Math.round(6 + 5 * at.drift + 2600 * at.during(crashLoop)))),
    rate(
      a.eventsProcessedTotal,
      (at) => 12 * at.load * (1 - 0.7 * at.during(crashLoop) - 0.3 * at.during(databaseOutage)),
    ),
    rate(a.projectionErrorsTotal, (at) => 0.003 + 0.4 * at.during(crashLoop)),
    observed(a.coordinationDurationSeconds, {
      perSecond: (at) => 1 / 600 + at.during(crashLoop) / 60,
      typical: (at) => 0.12 + 0.03 * at.drift + 1.5 * at.during(crashLoop),
    }),
    observed(a.eventProcessingDurationSeconds, {
      perSecond: (at) => 12 * at.load,
      typical: (at) => 0.006 + 0.001 * at.drift + 0.05 * at.during(crashLoop),
    }),
    observed(a.heartbeatLatencySeconds, {
      perSecond: () => 1.5,
      typical: (at) => 0.004 + 0.001 * at.drift + 0.2 * at.during(databaseOutage),
    }),
  ],
})
