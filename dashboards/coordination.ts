import { type DashboardSpec, dashboard, promql } from '#belfry'
import {
  coordinationProcessMetrics as process,
  coordinationMetrics as state,
} from '../exporters/coordination/metrics.ts'
import type { CoordinationOptions } from '../stack/options/coordination.ts'
import { documented } from './coordination/documented.ts'
import { signsOfLife } from './coordination/signs-of-life.ts'
import { waiting } from './coordination/waiting.ts'
import { valuesOf } from './variables.ts'

/** All coordinators: the panels of the requirement, then who waits now, and who shows no sign of life. */
export function coordinationDashboard(o: CoordinationOptions): DashboardSpec {
  return dashboard('coordination', {
    title: 'Blocking coordination',
    description: 'Coordinators of agent swarms: how many wait, how long, and whether they are alive.',
    refresh: '10s',
    from: 'now-1h',
    variables: [
      valuesOf('swarm_id', 'Swarm', state.coordinatorsTotal),
      valuesOf('coordinator_id', 'Coordinator', process.durationSeconds.count),
    ],
    annotations: [
      {
        name: 'Given up for dead',
        expr: promql`max(increase(${state.escalationsTotal}[1m])) > 0`,
        title: 'A coordinator was given up for dead',
        color: 'orange',
      },
    ],
    rows: [documented(o), waiting(o), signsOfLife()],
  })
}
