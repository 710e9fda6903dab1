/** The keys of blocking coordination in Redis. Ids have letters, digits, `_` and `-` where they come from the system itself. */

/** Matches the state keys: `swarm:{swarm}:blocking:{coordinator}`. */
export const statePattern = 'swarm:*:blocking:*'
/** Matches the keys of coordinators that were given up for dead. */
export const escalationPattern = 'coordinator:escalation:*'

export const stateKey = (swarm: string, coordinator: string): string => `swarm:${swarm}:blocking:${coordinator}`
export const heartbeatKey = (coordinator: string): string => `blocking:heartbeat:${coordinator}`
export const activityKey = (coordinator: string): string => `coordinator:activity:${coordinator}`
export const escalationKey = (coordinator: string): string => `coordinator:escalation:${coordinator}`

export interface CoordinatorId {
  readonly swarm: string
  readonly coordinator: string
}

/** Whose state a key holds; `null` for a key of another kind. */
export function parseStateKey(key: string): CoordinatorId | null {
  const [, swarm, coordinator] = /^swarm:(.+?):blocking:(.+)$/s.exec(key) ?? []
  return swarm === undefined || coordinator === undefined ? null : { swarm, coordinator }
}
