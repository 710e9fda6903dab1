import { coordinationFamilies, counter, defineMetrics, gauge } from '#belfry'

/** States of a coordinator as it stores them; anything else is `unknown`. */
export const coordinatorStates = ['waiting', 'complete', 'failed', 'timeout', 'unknown'] as const
export type CoordinatorState = (typeof coordinatorStates)[number]

/** How the heartbeat of a waiting coordinator is. */
export const heartbeatHealth = ['healthy', 'warning', 'stale', 'missing'] as const
export type HeartbeatHealth = (typeof heartbeatHealth)[number]

/** Kinds of keys that the collector reads. */
export const keyKinds = ['state', 'heartbeat', 'activity', 'escalation'] as const
export type KeyKind = (typeof keyKinds)[number]

const swarm = ['swarm_id'] as const
const coordinator = ['swarm_id', 'coordinator_id', 'phase'] as const
/** One Redis is read, so however many processes serve these, they all say the same. */
const shared = { scope: 'cluster' } as const
const oldest = { ...shared, labels: coordinator, vanishes: true } as const

/** What the state in Redis tells about coordinators, read by Belfry's collector. */
export const coordinationMetrics = defineMetrics(
  'exporter',
  {
    coordinatorsTotal: gauge('blocking_coordinators_total', {
      help: 'Coordinators by swarm, phase and state; active ones are those in the state waiting.',
      labels: ['swarm_id', 'phase', 'status'],
      // For each state there is a series of value 0 without swarm and phase, so that none is 0 and not nothing.
      sometimes: ['swarm_id', 'phase'],
      values: { status: coordinatorStates },
      ...shared,
      nameBecause: 'The requirement names it so.',
    }),
    oldestWaitSeconds: gauge('blocking_oldest_wait_seconds', {
      help: 'How long the coordinator that has waited longest has waited so far, by swarm and phase, in seconds.',
      labels: ['swarm_id', 'phase'],
      vanishes: true,
      ...shared,
    }),
    coordinatorWaitSeconds: gauge('blocking_coordinator_wait_seconds', {
      help: 'How long a coordinator has waited so far, in seconds; of those only that have waited longest.',
      ...oldest,
    }),
    heartbeats: gauge('blocking_heartbeats', {
      help: 'Waiting coordinators by the health of their heartbeat; missing while there is none although there should be.',
      labels: ['health'],
      values: { health: heartbeatHealth },
      ...shared,
    }),
    heartbeatAgeSeconds: gauge('blocking_heartbeat_age_seconds', {
      help: 'Time since the last heartbeat of a waiting coordinator, in seconds; of the oldest ones only.',
      ...oldest,
    }),
    activityAgeSeconds: gauge('blocking_activity_age_seconds', {
      help: 'Time since the last recorded activity of a waiting coordinator, in seconds; of the oldest ones only.',
      ...oldest,
    }),
    escalatedCoordinators: gauge('blocking_escalated_coordinators', {
      help: 'Coordinators that were given up for dead and whose escalation is still on record.',
      labels: swarm,
      vanishes: true,
      ...shared,
    }),
    escalationsTotal: counter('blocking_escalations_total', {
      help: 'Escalations that were put on record while the collector watched.',
      ...shared,
    }),
    unreadableKeys: gauge('blocking_unreadable_keys', {
      help: 'Keys whose value is not what its kind should hold.',
      labels: ['kind'],
      values: { kind: keyKinds },
      ...shared,
    }),
  },
  { age: '25s' },
)

/** What processes that coordinate measure themselves, instrumented with `belfry/instrument`. */
export const coordinationProcessMetrics = defineMetrics('native', coordinationFamilies)
