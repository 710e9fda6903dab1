import { defineMetrics, orchestratorFamilies as documented, gauge } from '#belfry'

const named = (name: string) => `pupsourcing_orchestrator_${name}`
const replicaSet = ['replica_set'] as const
const projection = ['projection'] as const
/** `client_golang`'s default buckets, which the Go library uses whatever its document says. */
const libraryBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What the collector reads from the orchestrator's own tables: the state of record, once for each replica set. */
export const orchestratorState = defineMetrics(
  'exporter',
  {
    generationsTotal: documented.generationsTotal,
    workersRegisteredTotal: documented.workersRegisteredTotal,
    partitionAssignmentsTotal: documented.partitionAssignmentsTotal,
    reconfigurationTotal: documented.reconfigurationTotal,
    staleWorkersCleanedTotal: documented.staleWorkersCleanedTotal,
    activeWorkers: documented.activeWorkers,
    currentGenerationPartitions: documented.currentGenerationPartitions,
    workerState: documented.workerState,

    assignedPartitions: gauge(named('assigned_partitions'), {
      help: 'Partitions of the newest generation that an active worker holds.',
      labels: replicaSet,
    }),
    unassignedWorkers: gauge(named('unassigned_workers'), {
      help: 'Active workers without a partition.',
      labels: replicaSet,
    }),
    staleWorkers: gauge(named('stale_workers'), {
      help: 'Workers that have not stopped and whose heartbeat has ceased.',
      labels: replicaSet,
    }),
    generationCreatedTimestampSeconds: gauge(named('generation_created_timestamp_seconds'), {
      help: 'When the newest generation of a replica set was created, in Unix time.',
      labels: replicaSet,
    }),
    heartbeatAgeSeconds: gauge(named('heartbeat_age_seconds'), {
      help: 'Time since the last heartbeat of a worker that has not stopped, in seconds.',
      labels: ['replica_set', 'worker_id'],
      vanishes: true,
    }),
    workerStartedTimestampSeconds: gauge(named('worker_started_timestamp_seconds'), {
      help: 'When a worker that has not stopped registered for its generation, in Unix time.',
      labels: ['replica_set', 'worker_id'],
      vanishes: true,
    }),
  },
  { age: '30s' },
)

/** What the collector reads from the event store that the projections follow. */
export const projectionState = defineMetrics(
  'exporter',
  {
    eventStorePosition: gauge(named('event_store_position'), {
      help: 'Position of the newest event in the event store; 0 while it is empty.',
    }),
    projectionPosition: gauge(named('projection_position'), {
      help: 'Position of the last event that a projection has processed.',
      labels: projection,
    }),
    projectionLagEvents: gauge(named('projection_lag_events'), {
      help: 'Positions by which a projection is behind the newest event.',
      labels: projection,
    }),
    projectionUpdatedTimestampSeconds: gauge(named('projection_updated_timestamp_seconds'), {
      help: 'When a projection last saved its position, in Unix time.',
      labels: projection,
    }),
  },
  { age: '30s' },
)

/** What only the application itself can tell: how long things take, and what fails in it. */
const measured = {
  coordinationDurationSeconds: documented.coordinationDurationSeconds,
  eventsProcessedTotal: documented.eventsProcessedTotal,
  projectionErrorsTotal: documented.projectionErrorsTotal,
  eventProcessingDurationSeconds: documented.eventProcessingDurationSeconds,
  heartbeatLatencySeconds: documented.heartbeatLatencySeconds,
}

/** An application that measures with `belfry/instrument`: it emits all of them, in the documented buckets. */
export const instrumentedApplication = defineMetrics('native', measured)

/** An application with the Go library, which declares all of them, fills the first, and ends its buckets at 10 s. */
export const libraryApplication = defineMetrics('declared', {
  ...measured,
  coordinationDurationSeconds: {
    ...measured.coordinationDurationSeconds,
    emitter: 'native',
    buckets: libraryBuckets,
  },
})

/** Families that an application may emit as well; the tables know them once, each process once more. */
export const alsoFromApplication: readonly string[] = Object.values(orchestratorState).map(({ name }) => name)
