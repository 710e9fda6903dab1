import { type Registry, register } from 'prom-client'
import { type Instruments, instrumentsIn } from './instruments.ts'
import { orchestratorFamilies as families, type WorkerState, workerStates } from './orchestrator-families.ts'
import { secondsSince } from './stopwatch.ts'

export interface OrchestratorMetricsOptions {
  /** Name of the replica set, as in the orchestrator's own tables. */
  readonly replicaSet: string
  /** `false` registers nothing and measures nothing; what is timed still runs. @default true */
  readonly enabled?: boolean
  /** Where the metrics are registered. @default the default registry of prom-client */
  readonly registry?: Registry
}

/** What an application says about one of its projections. */
export interface ProjectionMetrics {
  /** An event was processed, in so many seconds. */
  processed(seconds: number): void
  /** The handler failed on an event. */
  failed(): void
  /** Runs a handler: times and counts its success, counts its failure and passes it on. */
  handle<T>(handler: () => T | Promise<T>): Promise<T>
}

/** What an application says about one of its workers. */
export interface WorkerMetrics {
  /** The worker is in this state now, and in no other. */
  state(state: WorkerState): void
  /** The worker is gone, and so are its series. */
  remove(): void
}

/** The documented metrics of the orchestrator, for one replica set. */
export interface OrchestratorMetrics {
  generationCreated(): void
  workerRegistered(): void
  /** @param partitions - how many were assigned. @default 1 */
  partitionsAssigned(partitions?: number): void
  reconfigured(): void
  /** @param workers - how many were cleaned up. @default 1 */
  staleWorkersCleaned(workers?: number): void
  activeWorkers(workers: number): void
  currentGenerationPartitions(partitions: number): void
  /** Its counters start at 0 with this call, so that a rate sees their first step. */
  projection(name: string): ProjectionMetrics
  worker(id: string): WorkerMetrics
  /** Coordinating took so many seconds. */
  coordinated(seconds: number): void
  /** Runs the coordination of a generation and times it, whether it succeeds or fails. */
  timeCoordination<T>(coordinate: () => T | Promise<T>): Promise<T>
  /** The database took a heartbeat in so many seconds. */
  heartbeat(seconds: number): void
  /** Runs a heartbeat and times it, whether it succeeds or fails. */
  timeHeartbeat<T>(beat: () => T | Promise<T>): Promise<T>
}

/** Gives an application the metrics that are documented for the pupsourcing orchestrator. */
export function orchestratorMetrics(options: OrchestratorMetricsOptions): OrchestratorMetrics {
  const { replicaSet, enabled = true, registry = register } = options
  const instruments = instrumentsIn(enabled ? registry : null)
  const labels = { replica_set: replicaSet }
  const count = (family: Parameters<typeof countIn>[1]) => countIn(instruments, family, replicaSet)
  const time = (family: Parameters<typeof timeIn>[1]) => timeIn(instruments, family, replicaSet)

  const generations = count(families.generationsTotal)
  const registrations = count(families.workersRegisteredTotal)
  const assignments = count(families.partitionAssignmentsTotal)
  const reconfigurations = count(families.reconfigurationTotal)
  const cleaned = count(families.staleWorkersCleanedTotal)
  const active = instruments.gauge(families.activeWorkers)
  const partitions = instruments.gauge(families.currentGenerationPartitions)
  const coordination = time(families.coordinationDurationSeconds)
  const heartbeats = time(families.heartbeatLatencySeconds)

  return {
    generationCreated: () => generations(1),
    workerRegistered: () => registrations(1),
    partitionsAssigned: (by = 1) => assignments(by),
    reconfigured: () => reconfigurations(1),
    staleWorkersCleaned: (by = 1) => cleaned(by),
    activeWorkers: (workers) => active.set(labels, workers),
    currentGenerationPartitions: (number) => partitions.set(labels, number),
    projection: (name) => projectionIn(instruments, replicaSet, name),
    worker: (id) => workerIn(instruments, replicaSet, id),
    coordinated: coordination.observe,
    timeCoordination: coordination.time,
    heartbeat: heartbeats.observe,
    timeHeartbeat: heartbeats.time,
  }
}

function countIn(
  instruments: Instruments,
  family: typeof families.generationsTotal,
  replica_set: string,
): (by: number) => void {
  const count = instruments.counter(family)
  count({ replica_set }, 0)
  return (by) => count({ replica_set }, by)
}

function timeIn(instruments: Instruments, family: typeof families.heartbeatLatencySeconds, replica_set: string) {
  const histogram = instruments.histogram(family)
  histogram.zero({ replica_set })
  const observe = (seconds: number) => histogram.observe({ replica_set }, seconds)
  const time = async <T>(run: () => T | Promise<T>): Promise<T> => {
    const start = performance.now()
    try {
      return await run()
    } finally {
      observe(secondsSince(start))
    }
  }
  return { observe, time }
}

function projectionIn(instruments: Instruments, replica_set: string, projection: string): ProjectionMetrics {
  const labels = { replica_set, projection }
  const events = instruments.counter(families.eventsProcessedTotal)
  const errors = instruments.counter(families.projectionErrorsTotal)
  const durations = instruments.histogram(families.eventProcessingDurationSeconds)
  events(labels, 0)
  errors(labels, 0)
  durations.zero(labels)
  const processed = (seconds: number) => {
    events(labels, 1)
    durations.observe(labels, seconds)
  }
  return {
    processed,
    failed: () => errors(labels, 1),
    handle: async (handler) => {
      const start = performance.now()
      try {
        const result = await handler()
        processed(secondsSince(start))
        return result
      } catch (error) {
        errors(labels, 1)
        throw error
      }
    },
  }
}

function workerIn(instruments: Instruments, replica_set: string, worker_id: string): WorkerMetrics {
  const gauge = instruments.gauge(families.workerState)
  return {
    state: (current) => {
      for (const state of workerStates) gauge.set({ replica_set, worker_id, state }, state === current ? 1 : 0)
    },
    remove: () => {
      for (const state of workerStates) gauge.remove({ replica_set, worker_id, state })
    },
  }
}
