import { alert, promql, record, rules } from '#belfry'
import {
  coordinationProcessMetrics as process,
  coordinationMetrics as state,
} from '../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../stack/options/coordination.ts'

const application = { category: 'application', component: 'blocking-coordination' } as const
const performance = { category: 'performance', component: 'blocking-coordination' } as const

// Every process that reads the Redis serves the same state, so that it is taken once: max before sum.
const failedHeartbeats = promql`sum(max by (health) (${state.heartbeats}{health=~"stale|missing"}))`

export default rules((o: CoordinationOptions) => [
  record('job:blocking_duration_seconds:p95_rate5m', {
    expr: promql`histogram_quantile(0.95, sum by (job, le) (rate(${process.durationSeconds.bucket}[5m])))`,
  }),
  record('job:blocking_duration_seconds:p99_rate5m', {
    expr: promql`histogram_quantile(0.99, sum by (job, le) (rate(${process.durationSeconds.bucket}[5m])))`,
  }),
  record('swarm:blocking_duration_seconds:p95_rate5m', {
    expr: promql`histogram_quantile(0.95, sum by (job, swarm_id, le) (rate(${process.durationSeconds.bucket}[5m])))`,
  }),
  record('job:signal_delivery_latency_seconds:p95_rate5m', {
    expr: promql`histogram_quantile(0.95, sum by (job, le) (rate(${process.signalLatencySeconds.bucket}[5m])))`,
  }),
  record('job:signal_delivery_latency_seconds:p99_rate5m', {
    expr: promql`histogram_quantile(0.99, sum by (job, le) (rate(${process.signalLatencySeconds.bucket}[5m])))`,
  }),
  record('job:heartbeat_failures:increase5m', {
    expr: promql`sum by (job) (increase(${process.heartbeatFailuresTotal}[5m]))`,
  }),
  record('job:timeout_events:rate5m', {
    expr: promql`sum by (job) (rate(${process.timeoutEventsTotal}[5m]))`,
  }),

  alert('HighBlockingCoordinators', {
    expr: promql`
      sum(max by (swarm_id, phase) (${state.coordinatorsTotal}{status="waiting"})) > ${o.activeCoordinators}
    `,
    for: '5m',
    severity: 'warning',
    labels: application,
    summary: 'Many coordinators wait',
    description: 'Coordinators that wait for others: {{ $value | printf "%.0f" }}.',
    allow: { 'alert-budget': 'Coordinators wait by design; many at one moment are a peak, many for minutes a jam.' },
  }),
  alert('HighBlockingDuration', {
    expr: promql`job:blocking_duration_seconds:p95_rate5m > ${o.durationSeconds}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Coordinators wait long for acknowledgements',
    description: '95 of 100 waits that ended in the last 5 minutes took up to {{ $value | humanizeDuration }}.',
    allow: {
      'alert-budget': 'A wait is counted when it ends, so that the fault is minutes old whatever is done here.',
    },
  }),
  alert('HighSignalLatency', {
    expr: promql`job:signal_delivery_latency_seconds:p95_rate5m > ${o.signalSeconds}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Signals between coordinators are acknowledged late',
    description: '95 of 100 signals of the last 5 minutes took up to {{ $value | humanizeDuration }}.',
    allow: { 'alert-budget': 'A failover delays some signals; only lasting delay is a fault.' },
  }),
  alert('HeartbeatFailures', {
    // Redis tells how many are overdue now; processes that count failures may see more than these.
    expr: promql`
      ${failedHeartbeats} > ${o.failedHeartbeats}
      or sum(job:heartbeat_failures:increase5m) > ${o.heartbeatFailures}
    `,
    for: o.heartbeatFailuresFor,
    severity: 'critical',
    labels: application,
    summary: 'Heartbeats of waiting coordinators fail',
    description:
      'Heartbeats that are overdue now, or else that failed in the last 5 minutes: {{ $value | printf "%.0f" }}.',
    allow: {
      'alert-budget':
        'A heartbeat is two minutes old before it is stale, and failures are counted over five: one of them mends itself.',
    },
  }),
  alert('TimeoutEvents', {
    expr: promql`
      max(rate(${state.escalationsTotal}[5m])) > ${o.timeoutRate}
      or sum(job:timeout_events:rate5m) > ${o.timeoutRate}
    `,
    for: o.timeoutEventsFor,
    severity: 'critical',
    labels: application,
    summary: 'Coordinators time out one after the other',
    description: '{{ $value | printf "%.3f" }} timeouts per second over the last 5 minutes.',
    allow: { 'alert-budget': 'One timeout is ordinary; three within the five minutes that are counted are not.' },
  }),
  alert('NoActiveCoordinators', {
    expr: promql`max(${state.coordinatorsTotal}{status="waiting"}) == 0`,
    for: '10m',
    severity: 'info',
    labels: application,
    summary: 'No coordinator waits',
    description:
      'Coordinators that wait for others: {{ $value | printf "%.0f" }}. Nothing is coordinated, or all is done.',
  }),
  alert('StuckCoordinator', {
    expr: promql`
      max by (swarm_id, coordinator_id, phase) (${state.coordinatorWaitSeconds}) > ${o.stuckSeconds}
    `,
    for: o.stuckFor,
    severity: 'critical',
    labels: application,
    summary: 'Coordinator {{ $labels.coordinator_id }} of swarm {{ $labels.swarm_id }} is stuck',
    description: 'It has waited in the phase {{ $labels.phase }} for {{ $value | humanizeDuration }} and still waits.',
    allow: {
      'alert-budget':
        'It has waited for half an hour by then; half a minute more leaves out one that is just released.',
    },
  }),
])
