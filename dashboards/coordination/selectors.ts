import { promql } from '#belfry'
import { coordinationMetrics as state } from '../../exporters/coordination/metrics.ts'
import { colored } from '../look.ts'

/** What the variables choose. Every process that reads the Redis serves the same state: max takes it once. */

export const ofSwarm = '{swarm_id=~"$swarm_id"}'
export const ofCoordinator = '{coordinator_id=~"$coordinator_id"}'
export const ofBoth = '{swarm_id=~"$swarm_id",coordinator_id=~"$coordinator_id"}'

/**
 * Coordinators by swarm, phase and state.
 *
 * @param matchers - such as `status="waiting"`.
 */
export const coordinators = (matchers: string) =>
  promql`max by (swarm_id, phase, status) (${state.coordinatorsTotal}{${matchers}})`

/** Colours of the states of coordinators. */
export const statusColors = [
  colored('complete', 'green'),
  colored('waiting', 'blue'),
  colored('timeout', 'orange'),
  colored('failed', 'red'),
  colored('unknown', 'purple'),
]
