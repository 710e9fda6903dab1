import { type Registry, register } from 'prom-client'
import {
  coordinationFamilies as families,
  type HeartbeatFailure,
  heartbeatFailures,
  type TimeoutKind,
  timeoutKinds,
  type WaitOutcome,
  waitOutcomes,
} from './coordination-families.ts'
import { instrumentsIn } from './instruments.ts'
import { limitNames } from './limit-names.ts'
import { secondsSince } from './stopwatch.ts'

interface MetricsOptions {
  /** `false` registers nothing and measures nothing; what is timed still runs. @default true */
  readonly enabled?: boolean
  /** Where the metrics are registered. @default the default registry of prom-client */
  readonly registry?: Registry
  /** Other coordinators that have series of their own; those after them share one, named `other`. @default 100 */
  readonly maxCoordinators?: number
}

export interface CoordinatorMetricsOptions extends MetricsOptions {
  readonly coordinatorId: string
  /** @default 'unknown' */
  readonly swarmId?: string
}

/** A signal as its receiver knows it. */
export interface ReceivedSignal {
  /** Id of the sender. */
  readonly source: string
  /** The first 20 types have series of their own; those after them share one, named `other`. */
  readonly type: string
  /** When it was sent, in milliseconds since 1970. */
  readonly timestamp: number
}

/** What one coordinator says about its waits and its signals. */
export interface CoordinatorMetrics {
  /**
   * Runs a wait for acknowledgements and times it: `completed` when as many came as coordinators were asked, else
   * `timeout`. A wait that fails is not timed, and its error is passed on.
   */
  waitForAcks<T extends { readonly size: number }>(
    coordinatorIds: readonly string[],
    wait: () => T | Promise<T>,
  ): Promise<T>
  /** A wait ended after so many seconds. */
  waited(outcome: WaitOutcome, seconds: number): void
  /** This coordinator acknowledges a signal now; the time since it was sent is observed. */
  acknowledgeSignal(signal: ReceivedSignal): void
}

/** What a timeout handler says about the coordinators that it watches. */
export interface TimeoutHandlerMetrics {
  /** Watches a coordinator: its counters start at 0, so that a rate sees their first step. */
  watch(coordinatorId: string): void
  /** A check found a heartbeat wanting. @param type - @default 'stale' */
  heartbeatFailed(coordinatorId: string, type?: HeartbeatFailure): void
  /** A timeout is dealt with. @param type - @default 'heartbeat' */
  timedOut(coordinatorId: string, type?: TimeoutKind): void
}

const defaultCoordinators = 100
/** The protocol knows a handful; a sender may write anything. */
const maxSignalTypes = 20

/** Gives a coordinator the documented histograms of its waits and of the signals that it acknowledges. */
export function coordinatorMetrics(options: CoordinatorMetricsOptions): CoordinatorMetrics {
  const { coordinatorId, swarmId = 'unknown', maxCoordinators = defaultCoordinators } = options
  const instruments = instrumentsOf(options)
  const durations = instruments.histogram(families.durationSeconds)
  const latencies = instruments.histogram(families.signalLatencySeconds)
  const nameOf = limitNames(maxCoordinators)
  const typeOf = limitNames(maxSignalTypes)
  const labels = (status: WaitOutcome) => ({ swarm_id: swarmId, coordinator_id: coordinatorId, status })
  for (const outcome of waitOutcomes) durations.zero(labels(outcome))
  const waited = (outcome: WaitOutcome, seconds: number) => durations.observe(labels(outcome), seconds)

  return {
    waited,
    waitForAcks: async (coordinatorIds, wait) => {
      const start = performance.now()
      const acks = await wait()
      waited(acks.size >= coordinatorIds.length ? 'completed' : 'timeout', secondsSince(start))
      return acks
    },
    acknowledgeSignal: ({ source, type, timestamp }) => {
      // The sender's clock may be ahead of ours.
      const seconds = Math.max(0, Date.now() - timestamp) / 1000
      latencies.observe({ sender_id: nameOf(source), receiver_id: coordinatorId, signal_type: typeOf(type) }, seconds)
    },
  }
}

/** Gives a timeout handler the documented counters of what it finds. */
export function timeoutHandlerMetrics(options: MetricsOptions = {}): TimeoutHandlerMetrics {
  const instruments = instrumentsOf(options)
  const failures = instruments.counter(families.heartbeatFailuresTotal)
  const timeouts = instruments.counter(families.timeoutEventsTotal)
  const nameOf = limitNames(options.maxCoordinators ?? defaultCoordinators)
  const failed = (id: string, failure_type: HeartbeatFailure, by: number) =>
    failures({ coordinator_id: nameOf(id), failure_type }, by)
  const timedOut = (id: string, timeout_type: TimeoutKind, by: number) =>
    timeouts({ coordinator_id: nameOf(id), timeout_type }, by)

  return {
    watch: (id) => {
      for (const type of heartbeatFailures) failed(id, type, 0)
      for (const type of timeoutKinds) timedOut(id, type, 0)
    },
    heartbeatFailed: (id, type = 'stale') => failed(id, type, 1),
    timedOut: (id, type = 'heartbeat') => timedOut(id, type, 1),
  }
}

function instrumentsOf({ enabled = true, registry = register }: MetricsOptions) {
  return instrumentsIn(enabled ? registry : null)
}
