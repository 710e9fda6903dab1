import { counter, gauge, histogram } from '../spec/metrics.ts'

/** States of a worker as the orchestrator stores them. */
export const workerStates = ['pending', 'ready', 'running', 'stopping', 'stopped'] as const
export type WorkerState = (typeof workerStates)[number]

const replicaSet = ['replica_set'] as const
const projection = ['replica_set', 'projection'] as const
const named = (name: string) => `pupsourcing_orchestrator_${name}`

/** The thirteen metrics that are documented for the orchestrator, with the documented buckets. */
export const orchestratorFamilies = {
  generationsTotal: counter(named('generations_total'), {
    help: 'Generations created for a replica set.',
    labels: replicaSet,
  }),
  workersRegisteredTotal: counter(named('workers_registered_total'), {
    help: 'Registrations of workers; each worker registers again in every generation.',
    labels: replicaSet,
  }),
  partitionAssignmentsTotal: counter(named('partition_assignments_total'), {
    help: 'Partitions assigned to workers.',
    labels: replicaSet,
  }),
  reconfigurationTotal: counter(named('reconfiguration_total'), {
    help: 'Generations that took the place of another one because workers came or went.',
    labels: replicaSet,
  }),
  staleWorkersCleanedTotal: counter(named('stale_workers_cleaned_total'), {
    help: 'Workers that were stopped by others because their heartbeat had ceased.',
    labels: replicaSet,
  }),
  eventsProcessedTotal: counter(named('events_processed_total'), {
    help: 'Events that a projection processed without an error.',
    labels: projection,
  }),
  projectionErrorsTotal: counter(named('projection_errors_total'), {
    help: 'Events that the handler of a projection failed on.',
    labels: projection,
  }),
  activeWorkers: gauge(named('active_workers'), {
    help: 'Workers of a replica set that have not stopped and whose heartbeat is fresh.',
    labels: replicaSet,
    scope: 'cluster',
  }),
  currentGenerationPartitions: gauge(named('current_generation_partitions'), {
    help: 'Partitions of the newest generation.',
    labels: replicaSet,
    scope: 'cluster',
  }),
  workerState: gauge(named('worker_state'), {
    help: 'State of a worker: 1 for the one that it is in, 0 for the others.',
    labels: ['replica_set', 'worker_id', 'state'],
    values: { state: workerStates },
    vanishes: true,
  }),
  coordinationDurationSeconds: histogram(named('coordination_duration_seconds'), {
    help: 'Time that a worker spent coordinating a generation, in seconds.',
    labels: replicaSet,
    buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60],
  }),
  eventProcessingDurationSeconds: histogram(named('event_processing_duration_seconds'), {
    help: 'Time that a projection took for an event, in seconds.',
    labels: projection,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
  }),
  heartbeatLatencySeconds: histogram(named('heartbeat_latency_seconds'), {
    help: 'Time until the database had taken a heartbeat, in seconds.',
    labels: replicaSet,
    buckets: [0.001, 0.01, 0.05, 0.1, 0.5, 1, 2],
  }),
}
