import { type HistorySpec, later, level, observed, rate } from '#belfry'
import { incidents } from '../incidents.ts'
import { coordinationProcessMetrics as c, coordinationMetrics as m } from './metrics.ts'

const { stuckCoordinator } = incidents
const { hoursAgo, minutes } = stuckCoordinator

const swarm = { swarm_id: 'swarm-checkout', phase: 'auth' }
/** The one that waits at the end of the day. */
const waiting = { swarm, coordinator: { ...swarm, coordinator_id: 'coordinator-checkout-2' } }

/** How long the coordinator has been stuck, in seconds; 0 when it is not. */
function stuckFor(ago: number): number {
  const since = hoursAgo * 3600 - ago
  return since < 0 || since > minutes * 60 ? 0 : since
}

/** A day of the swarms: coordinators wait a little, and one for nearly an hour. */
export const coordinationHistory = (): HistorySpec => ({
  incidents: [stuckCoordinator],
  later: [
    later(
      m.coordinatorsTotal,
      [
        { ...swarm, status: 'waiting' },
        { swarm_id: 'swarm-search', phase: 'final', status: 'complete' },
      ],
      () => 1,
    ),
    later(m.escalatedCoordinators, [{ swarm_id: 'swarm-search' }], () => 1),
    later(m.oldestWaitSeconds, [waiting.swarm], () => 30),
    later(m.coordinatorWaitSeconds, [waiting.coordinator], () => 30),
    later(m.heartbeatAgeSeconds, [waiting.coordinator], () => 2),
    later(m.activityAgeSeconds, [waiting.coordinator], () => 9),
  ],
  curves: [
    level([m.oldestWaitSeconds, m.coordinatorWaitSeconds], (at, { labels }) =>
      Math.max(3, 35 + 25 * at.drift + (labels.swarm_id === 'swarm-checkout' ? stuckFor(at.ago) : 0)),
    ),
    level(m.coordinatorsTotal, (at, { labels, live }) =>
      labels.status === 'waiting' ? Math.max(1, Math.round(1.3 + at.drift)) : live,
    ),
    level(m.heartbeatAgeSeconds, (at) => 4 + 3 * at.jitter),
    level(m.activityAgeSeconds, (at) => 12 + 8 * at.drift),
    level(m.escalatedCoordinators, (at, { live }) => (stuckFor(at.ago) > 1200 ? live + 1 : live)),
    rate(m.escalationsTotal, (at) => (stuckFor(at.ago) > 1200 ? 1 / 900 : 1 / 86_400)),
    observed(c.durationSeconds, {
      perSecond: (at) => 0.06 * at.load,
      typical: (at) => 25 + 8 * at.drift + 90 * at.during(stuckCoordinator),
    }),
    observed(c.signalLatencySeconds, {
      perSecond: (at) => 0.2 * at.load,
      typical: (at) => 0.08 + 0.02 * at.drift + 0.6 * at.during(stuckCoordinator),
    }),
    rate(c.heartbeatFailuresTotal, (at) => at.during(stuckCoordinator) / 300),
    rate(c.timeoutEventsTotal, (at) => at.during(stuckCoordinator) / 400),
  ],
})
