import { panel, promql, row, target } from '#belfry'
import { coordinationMetrics as state } from '../../exporters/coordination/metrics.ts'
import { numbers, red, rising } from '../look.ts'
import { ofBoth, ofSwarm } from './selectors.ts'

/** Heartbeats, activity, and who was given up for dead. */
export function signsOfLife() {
  const oldest = { unit: 's', min: 0, width: 8, noValue: 'nobody waits' } as const
  return row('Signs of life', [
    panel(
      'timeseries',
      {
        title: 'Heartbeats of waiting coordinators',
        description: 'Stale from two minutes on; missing when there is none after that time.',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
        overrides: [red('stale'), red('missing')],
      },
      [target(promql`max by (health) (${state.heartbeats})`, '{{health}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Given up for dead',
        description: 'Escalations on record; each stays there for an hour.',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbers,
      },
      [target(promql`max by (swarm_id) (${state.escalatedCoordinators}${ofSwarm})`, '{{swarm_id}}')],
    ),
    panel('bargauge', { title: 'Oldest heartbeats', ...oldest, max: 120, thresholds: rising(60, 120) }, [
      target(
        promql`topk(8, max by (swarm_id, coordinator_id) (${state.heartbeatAgeSeconds}${ofBoth}))`,
        '{{swarm_id}} / {{coordinator_id}}',
      ),
    ]),
    panel(
      'bargauge',
      {
        title: 'Oldest activity',
        description: 'A timeout handler gives a coordinator up after five minutes without any.',
        ...oldest,
        max: 300,
        thresholds: rising(240, 300),
      },
      [
        target(
          promql`topk(8, max by (swarm_id, coordinator_id) (${state.activityAgeSeconds}${ofBoth}))`,
          '{{swarm_id}} / {{coordinator_id}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Unreadable keys',
        description: 'Keys whose value is not the JSON that their kind should hold.',
        unit: 'short',
        min: 0,
        width: 8,
        legend: numbers,
      },
      [target(promql`max by (kind) (${state.unreadableKeys})`, '{{kind}}')],
    ),
  ])
}
