import { alert, promql, type Query, type RuleSpec, record, rules } from '#belfry'
import {
  instrumentedApplication as application,
  projectionState as events,
  orchestratorState as state,
} from '../exporters/orchestrator/metrics.ts'
import type { OrchestratorOptions } from '../stack/options/orchestrator.ts'

const component = { component: 'orchestrator' } as const
const work = { category: 'application', ...component } as const
const performance = { category: 'performance', ...component } as const

/** The Go library's histogram ends here, and no quantile is ever above. */
const libraryLongest = 10

export default rules((o: OrchestratorOptions) => [
  ...records(o),
  ...documented(o),
  ...(o.instrumented ? [errorRate(o), slowHeartbeat(o)] : []),
  ...missing(o),
])

function records({ instrumented }: OrchestratorOptions): readonly RuleSpec[] {
  const byProjection = 'replica_set_projection:pupsourcing_orchestrator'
  return [
    record('replica_set:pupsourcing_orchestrator_coordination_duration_seconds:p99_rate30m', {
      expr: promql`
        histogram_quantile(
          0.99,
          sum by (replica_set, le) (rate(${application.coordinationDurationSeconds.bucket}[30m]))
        )
      `,
    }),
    record('replica_set:pupsourcing_orchestrator_reconfiguration:increase1h', {
      expr: promql`max by (replica_set) (increase(${state.reconfigurationTotal}[1h]))`,
    }),
    record('replica_set:pupsourcing_orchestrator_health:score', { expr: healthScore(instrumented) }),
    ...(instrumented
      ? [
          record(`${byProjection}_events_processed:rate5m`, {
            expr: promql`sum by (replica_set, projection) (rate(${application.eventsProcessedTotal}[5m]))`,
          }),
          record(`${byProjection}_projection_errors:ratio_rate5m`, {
            expr: promql`
              sum by (replica_set, projection) (rate(${application.projectionErrorsTotal}[5m]))
              / (
                sum by (replica_set, projection) (rate(${application.projectionErrorsTotal}[5m]))
                + sum by (replica_set, projection) (rate(${application.eventsProcessedTotal}[5m]))
                > 0
              )
            `,
          }),
          record(`${byProjection}_event_processing_duration_seconds:p95_rate5m`, {
            expr: promql`
              histogram_quantile(
                0.95,
                sum by (replica_set, projection, le) (rate(${application.eventProcessingDurationSeconds.bucket}[5m]))
              )
            `,
          }),
        ]
      : []),
  ]
}

/** 100 is well; up to 30 points less for reconfigurations, 40 for errors, 30 for workers that had to be cleaned up. */
function healthScore(instrumented: boolean): Query {
  const errors = promql`
    + (
      clamp_max(4000 * sum by (replica_set) (rate(${application.projectionErrorsTotal}[5m]))
        / (
          sum by (replica_set) (rate(${application.projectionErrorsTotal}[5m]))
          + sum by (replica_set) (rate(${application.eventsProcessedTotal}[5m]))
          > 0
        ), 40)
      or 0 * group by (replica_set) (${state.activeWorkers})
    )
  `
  return promql`
    100 - (
      clamp_max(6 * max by (replica_set) (increase(${state.reconfigurationTotal}[1h])), 30)
      + clamp_max(10 * max by (replica_set) (increase(${state.staleWorkersCleanedTotal}[1h])), 30)
      ${instrumented ? errors : ''}
    )
  `
}

function documented(o: OrchestratorOptions): readonly RuleSpec[] {
  const slow = o.instrumented ? o.coordinationSeconds : Math.min(o.coordinationSeconds, libraryLongest - 0.1)
  return [
    alert('OrchestratorNoWorkers', {
      expr: promql`max by (replica_set) (${state.activeWorkers}) == 0`,
      for: o.noWorkersFor,
      severity: 'critical',
      labels: { ...work, subject: 'workers of {{ $labels.replica_set }}' },
      summary: 'No active workers for {{ $labels.replica_set }}',
      description: 'No worker gives a heartbeat: the projections of {{ $labels.replica_set }} stand still.',
      allow: {
        'alert-budget':
          'Reading the tables may take too long for a scrape, which then gets what was read before; and a rolling restart leaves a set without workers for seconds.',
      },
    }),
    alert('OrchestratorFrequentReconfigurations', {
      expr: promql`
        replica_set:pupsourcing_orchestrator_reconfiguration:increase1h > ${o.reconfigurationsPerHour}
      `,
      for: '15m',
      severity: 'warning',
      labels: performance,
      summary: 'The workers of {{ $labels.replica_set }} are reconfigured all the time',
      description: '{{ $value | printf "%.0f" }} reconfigurations in the last hour.',
      allow: {
        'alert-budget': 'A deployment alone reconfigures several times; the number of an hour tells it from unrest.',
      },
    }),
    alert('OrchestratorSlowCoordination', {
      expr: promql`
        replica_set:pupsourcing_orchestrator_coordination_duration_seconds:p99_rate30m > ${slow}
      `,
      for: '10m',
      severity: 'warning',
      labels: performance,
      summary: 'The workers of {{ $labels.replica_set }} coordinate slowly',
      description: '99 of 100 coordinations of the last half hour took up to {{ $value | humanizeDuration }}.',
      allow: { 'alert-budget': 'Coordinations are rare, so only half an hour holds enough of them.' },
    }),
    alert('OrchestratorStaleWorkers', {
      expr: promql`
        max by (replica_set) (increase(${state.staleWorkersCleanedTotal}[5m])) > 0
        or max by (replica_set) (${state.staleWorkers}) > 0
      `,
      severity: 'warning',
      labels: { ...work, subject: 'workers of {{ $labels.replica_set }}' },
      summary: 'Workers of {{ $labels.replica_set }} died without a word',
      description: 'The heartbeat of {{ $value | printf "%.0f" }} of them has ceased.',
      allow: { 'alert-for': 'A heartbeat that has ceased for that long is proof already.' },
    }),
  ]
}

function errorRate(o: OrchestratorOptions): RuleSpec {
  return alert('OrchestratorHighErrorRate', {
    expr: promql`
      replica_set_projection:pupsourcing_orchestrator_projection_errors:ratio_rate5m > ${o.errorRatio}
    `,
    for: '5m',
    severity: 'critical',
    labels: work,
    summary: 'Projection {{ $labels.projection }} of {{ $labels.replica_set }} fails on events',
    description: '{{ $value | humanizePercentage }} of the events of the last 5 minutes failed.',
    allow: {
      'alert-budget': 'A projection repeats a batch that failed; what counts is that repeating has not helped.',
    },
  })
}

function slowHeartbeat(o: OrchestratorOptions): RuleSpec {
  return alert('OrchestratorSlowHeartbeats', {
    expr: promql`
      histogram_quantile(0.95, sum by (replica_set, le) (rate(${application.heartbeatLatencySeconds.bucket}[5m])))
      > ${o.heartbeatSeconds}
    `,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'Heartbeats of {{ $labels.replica_set }} are slow',
    description: '95 of 100 heartbeats take up to {{ $value | humanizeDuration }} in the database.',
    allow: {
      'alert-budget':
        'A checkpoint of the database delays heartbeats for a moment; only lasting delay endangers workers.',
    },
  })
}

/** What the requirement describes, or only implies, and has no alert for. */
function missing(o: OrchestratorOptions): readonly RuleSpec[] {
  return [
    alert('OrchestratorWorkerStuck', {
      expr: promql`
        sum by (replica_set) (max by (replica_set, worker_id) (${state.workerState}{state=~"pending|ready"})) > 0
      `,
      for: o.stuckFor,
      severity: 'warning',
      labels: performance,
      summary: 'Workers of {{ $labels.replica_set }} do not get out of coordination',
      description: 'Workers that wait for the others and process nothing: {{ $value | printf "%.0f" }}.',
    }),
    alert('OrchestratorPartitionsUnassigned', {
      expr: promql`
        max by (replica_set) (${state.currentGenerationPartitions})
        - max by (replica_set) (${state.assignedPartitions})
        > 0
        and on (replica_set) ${state.activeWorkers} > 0
      `,
      for: o.stuckFor,
      severity: 'critical',
      labels: work,
      summary: 'Partitions of {{ $labels.replica_set }} have no worker',
      description: 'Partitions of the current generation that nobody processes: {{ $value | printf "%.0f" }}.',
      allow: { 'alert-budget': 'After each reconfiguration partitions belong to nobody until the workers agree.' },
    }),
    alert('OrchestratorProjectionStuck', {
      expr: promql`
        max by (projection) (${events.projectionLagEvents}) > 0
        unless on (projection) changes(${events.projectionPosition}[2m]) > 0
      `,
      for: o.projectionStuckFor,
      severity: 'warning',
      labels: work,
      summary: 'Projection {{ $labels.projection }} stands still',
      description: 'It has not moved; events that wait for it: {{ $value | printf "%.0f" }}.',
      allow: { 'alert-budget': 'One large event may take minutes to project; the position moves on after it.' },
    }),
  ]
}
