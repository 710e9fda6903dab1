import { counter, histogram } from '../spec/metrics.ts'

/** How a wait for acknowledgements ends. */
export const waitOutcomes = ['completed', 'timeout'] as const
export type WaitOutcome = (typeof waitOutcomes)[number]

/** What can be wrong with a heartbeat. */
export const heartbeatFailures = ['stale', 'missing', 'timeout'] as const
export type HeartbeatFailure = (typeof heartbeatFailures)[number]

/** What can take too long. */
export const timeoutKinds = ['blocking', 'signal_ack', 'heartbeat'] as const
export type TimeoutKind = (typeof timeoutKinds)[number]

/** The documented metrics of blocking coordination that only a process which coordinates can measure. */
export const coordinationFamilies = {
  durationSeconds: histogram('blocking_duration_seconds', {
    help: 'Time that a coordinator waited for acknowledgements, in seconds, observed when the wait ends.',
    labels: ['swarm_id', 'coordinator_id', 'status'],
    values: { status: waitOutcomes },
    buckets: [1, 5, 10, 30, 60, 120, 300, 600, 1800],
  }),
  signalLatencySeconds: histogram('signal_delivery_latency_seconds', {
    help: 'Time from sending a signal to its acknowledgement, in seconds.',
    labels: ['sender_id', 'receiver_id', 'signal_type'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10],
  }),
  heartbeatFailuresTotal: counter('heartbeat_failures_total', {
    help: 'Failed heartbeats that a timeout handler found.',
    labels: ['coordinator_id', 'failure_type'],
    values: { failure_type: heartbeatFailures },
  }),
  timeoutEventsTotal: counter('timeout_events_total', {
    help: 'Timeouts that a timeout handler dealt with.',
    labels: ['coordinator_id', 'timeout_type'],
    values: { timeout_type: timeoutKinds },
  }),
}
