import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import {
  coordinationProcessMetrics as process,
  coordinationMetrics as state,
} from '../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../stack/options/coordination.ts'
import { comparison, third } from './coordination/comparison.ts'
import { coordinators, ofSwarm, statusColors } from './coordination/selectors.ts'
import { limits, noneAllowed, numbers, numbersBeside, rising } from './look.ts'
import { valuesOf } from './variables.ts'

/** One swarm beside the others, and what its coordinators do. */
export function swarmDashboard(o: CoordinationOptions): DashboardSpec {
  return dashboard('coordination-swarms', {
    title: 'Coordination by swarm',
    description: 'Which swarm waits, and what its coordinators do.',
    refresh: '10s',
    variables: [valuesOf('swarm_id', 'Swarm', state.coordinatorsTotal)],
    rows: [comparison('All swarms', 'swarm_id', o, durations(o)), swarm(o), coordinatorsOf(o)],
  })
}

function durations(o: CoordinationOptions) {
  return panel(
    'bargauge',
    {
      title: 'Blocking duration p95',
      unit: 's',
      ...third,
      max: o.durationSeconds,
      thresholds: rising(o.durationSeconds),
      noValue: 'none ended',
    },
    [target(promql`topk(10, max by (swarm_id) (swarm:blocking_duration_seconds:p95_rate5m))`, '{{swarm_id}}')],
  )
}

function swarm(o: CoordinationOptions) {
  const small = { unit: 'short', width: 6 } as const
  const count = (status: string) =>
    promql`sum(${coordinators(`status="${status}",swarm_id=~"$swarm_id"`)}) or vector(0)`
  return row('Swarm $swarm_id', [
    panel('stat', { title: 'Waiting', ...small, sparkline: true }, [target(count('waiting'))]),
    panel(
      'stat',
      {
        title: 'Longest wait',
        ...small,
        unit: 's',
        thresholds: rising(o.durationSeconds, o.stuckSeconds),
        noValue: 'nobody waits',
      },
      [target(promql`max(${state.oldestWaitSeconds}${ofSwarm})`)],
    ),
    panel('stat', { title: 'Failed and timed out', ...small, description: 'On record, for a day.' }, [
      target(promql`sum(${coordinators('status=~"failed|timeout",swarm_id=~"$swarm_id"')}) or vector(0)`),
    ]),
    panel(
      'stat',
      { title: 'Given up for dead', ...small, description: 'Within the last hour.', thresholds: noneAllowed },
      [target(promql`sum(max by (swarm_id) (${state.escalatedCoordinators}${ofSwarm})) or vector(0)`)],
    ),
    panel(
      'timeseries',
      { title: 'Coordinators by status', unit: 'short', min: 0, legend: numbersBeside, overrides: statusColors },
      [target(promql`sum by (status) (${coordinators('swarm_id=~"$swarm_id"')})`, '{{status}}')],
    ),
    panel(
      'timeseries',
      { title: 'Waiting coordinators by phase', unit: 'short', min: 0, draw: 'area', stack: 'normal', legend: numbers },
      [
        target(
          promql`sum by (phase) (${coordinators('status="waiting",swarm_id=~"$swarm_id",phase!=""')})`,
          '{{phase}}',
        ),
      ],
    ),
  ])
}

function coordinatorsOf(o: CoordinationOptions) {
  const lines = { unit: 's', min: 0, legend: numbersBeside } as const
  return row('Coordinators of swarm $swarm_id', [
    panel(
      'timeseries',
      {
        title: 'Blocking duration p95 by coordinator',
        ...lines,
        thresholds: limits(o.durationSeconds),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`histogram_quantile(0.95, sum by (le, coordinator_id) (rate(${process.durationSeconds.bucket}${ofSwarm}[$__rate_interval])))`,
          '{{coordinator_id}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Wait so far by coordinator',
        description: 'Of those of all swarms that have waited longest.',
        ...lines,
        thresholds: limits(o.stuckSeconds),
        thresholdStyle: 'dashed',
      },
      [target(promql`max by (coordinator_id) (${state.coordinatorWaitSeconds}${ofSwarm})`, '{{coordinator_id}}')],
    ),
  ])
}
