import { panel, promql, row, target } from '#belfry'
import {
  instrumentedApplication as application,
  orchestratorState as state,
} from '../../exporters/orchestrator/metrics.ts'
import type { OrchestratorOptions } from '../../stack/options/orchestrator.ts'
import { falling, limits, numbers, numbersBeside, rising } from '../look.ts'
import { chosenProjections, chosenReplicaSets } from './selectors.ts'

const byReplicaSet = '{{replica_set}}'

export function overview(o: OrchestratorOptions) {
  const wide = { width: 8, sparkline: true, unit: 'short', decimals: 0 } as const
  return row('Overview', [
    panel(
      'stat',
      {
        title: 'Active Workers',
        description: 'Workers with a fresh heartbeat, as the tables say.',
        ...wide,
        thresholds: falling(1),
      },
      [target(promql`max by (replica_set) (${state.activeWorkers}{${chosenReplicaSets}})`, byReplicaSet)],
    ),
    panel(
      'stat',
      {
        title: 'Current Gen Partitions',
        description: 'Partitions of the newest generation; as many as there are active workers, or some have none.',
        ...wide,
      },
      [target(promql`max by (replica_set) (${state.currentGenerationPartitions}{${chosenReplicaSets}})`, byReplicaSet)],
    ),
    panel(
      'stat',
      {
        title: 'Reconfigurations Last Hour',
        description: 'Generations that took the place of another one.',
        ...wide,
        thresholds: rising(o.reconfigurationsPerHour),
      },
      [
        target(
          promql`max by (replica_set) (increase(${state.reconfigurationTotal}{${chosenReplicaSets}}[1h]))`,
          byReplicaSet,
        ),
      ],
    ),
  ])
}

/** What only an application that measures it can show. */
export function events(o: OrchestratorOptions) {
  const ofProjection = `${chosenReplicaSets},${chosenProjections}`
  const errors = promql`sum by (projection) (rate(${application.projectionErrorsTotal}{${ofProjection}}[$__rate_interval]))`
  const processed = promql`sum by (projection) (rate(${application.eventsProcessedTotal}{${ofProjection}}[$__rate_interval]))`
  return row('Events', [
    panel(
      'timeseries',
      {
        title: 'Event Processing Rate',
        description: 'Events that each projection processed without an error.',
        width: 24,
        unit: 'ops',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbersBeside,
      },
      [target(processed, '{{projection}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Error Rate',
        description: 'Share of the events that a projection failed on. The dashed line is the threshold of the alert.',
        width: 24,
        unit: 'percentunit',
        min: 0,
        thresholds: limits(o.errorRatio),
        thresholdStyle: 'dashed',
        legend: numbersBeside,
      },
      [target(promql`${errors} / (${errors} + ${processed} > 0)`, '{{projection}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Processing Latency P95',
        description: 'Time that 95 of 100 events take at most.',
        width: 24,
        unit: 's',
        min: 0,
        legend: numbersBeside,
      },
      [
        target(
          promql`
            histogram_quantile(
              0.95,
              sum by (projection, le) (rate(${application.eventProcessingDurationSeconds.bucket}{${ofProjection}}[$__rate_interval]))
            )`,
          '{{projection}}',
        ),
      ],
    ),
  ])
}

export function coordination(o: OrchestratorOptions) {
  const slow = panel(
    'timeseries',
    {
      title: 'Coordination Duration P99',
      description: 'Of the coordinations of the last half hour, as they are rare; empty while there was none.',
      unit: 's',
      min: 0,
      thresholds: limits(o.coordinationSeconds),
      thresholdStyle: 'dashed',
      legend: numbers,
      noValue: 'no coordination',
    },
    [
      target(
        promql`
          histogram_quantile(
            0.99,
            sum by (replica_set, le) (increase(${application.coordinationDurationSeconds.bucket}{${chosenReplicaSets}}[30m]))
          )`,
        byReplicaSet,
      ),
    ],
  )
  const heartbeats = panel(
    'timeseries',
    {
      title: 'Heartbeat Latency P95',
      description: 'Time until the database has taken a heartbeat.',
      unit: 's',
      min: 0,
      thresholds: limits(o.heartbeatSeconds),
      thresholdStyle: 'dashed',
      legend: numbers,
    },
    [
      target(
        promql`
          histogram_quantile(
            0.95,
            sum by (replica_set, le) (rate(${application.heartbeatLatencySeconds.bucket}{${chosenReplicaSets}}[$__rate_interval]))
          )`,
        byReplicaSet,
      ),
    ],
  )
  return row('Coordination', o.instrumented ? [slow, heartbeats] : [{ ...slow, width: 24 }])
}
