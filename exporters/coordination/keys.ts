/** The keys of blocking coordination in Redis. Ids have letters, digits, `_` and `-` where they come from the system itself. */

/**
 * Matches the state keys, `swarm:{swarm}:blocking:{coordinator}`, those of coordinators that were given up for dead, and
 * next to nothing else: two scans for them take Redis twice as long as one.
 */
export const scanPattern = '[sc][wo][ao]r[md]*:[be][ls][oc][ca]*:*'

export const stateKey = (swarm: string, coordinator: string): string => `swarm:${swarm}:blocking:${coordinator}`
export const heartbeatKey = (coordinator: string): string => `blocking:heartbeat:${coordinator}`
export const activityKey = (coordinator: string): string => `coordinator:activity:${coordinator}`
export const escalationKey = (coordinator: string): string => `coordinator:escalation:${coordinator}`

/** Whether a key says that a coordinator was given up for dead. */
export function isEscalationKey(key: string): boolean {
  return key.startsWith('coordinator:escalation:')
}

export interface CoordinatorId {
  readonly swarm: string
  readonly coordinator: string
}

/** Whose state a key holds; `null` for a key of another kind. */
export function parseStateKey(key: string): CoordinatorId | null {
  const [, swarm, coordinator] = /^swarm:(.+?):blocking:(.+)$/s.exec(key) ?? []
  return swarm === undefined || coordinator === undefined ? null : { swarm, coordinator }
}
