import { panel, promql, row, target } from '#belfry'
import { coordinationMetrics as state } from '../../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../../stack/options/coordination.ts'
import { limits, numbers, rising } from '../look.ts'
import { ofBoth, ofSwarm } from './selectors.ts'

/** Who waits now, and for how long already: what a histogram of ended waits cannot tell. */
export function waiting(o: CoordinationOptions) {
  return row('Waiting now', [
    panel(
      'timeseries',
      {
        title: 'Longest wait by swarm',
        description: 'Of the coordinators that still wait. The dashed line is where StuckCoordinator fires.',
        unit: 's',
        min: 0,
        legend: numbers,
        thresholds: limits(o.stuckSeconds),
        thresholdStyle: 'dashed',
      },
      [target(promql`max by (swarm_id) (${state.oldestWaitSeconds}${ofSwarm})`, '{{swarm_id}}')],
    ),
    panel(
      'bargauge',
      {
        title: 'Coordinators that have waited longest',
        unit: 's',
        min: 0,
        max: o.stuckSeconds,
        thresholds: rising(o.durationSeconds, o.stuckSeconds),
        noValue: 'nobody waits',
      },
      [
        target(
          promql`topk(10, max by (swarm_id, coordinator_id) (${state.coordinatorWaitSeconds}${ofBoth}))`,
          '{{swarm_id}} / {{coordinator_id}}',
        ),
      ],
    ),
  ])
}
