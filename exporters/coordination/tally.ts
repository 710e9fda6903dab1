import type { CoordinatorId } from './keys.ts'
import type { CoordinatorState, HeartbeatHealth, KeyKind } from './metrics.ts'
import type { StateValue } from './values.ts'

/** A coordinator with how long ago something was, in seconds. */
export interface Aged extends CoordinatorId {
  readonly phase: string
  readonly age: number
}

/** Coordinators of one swarm, phase and state. */
export interface Group {
  readonly swarm: string
  readonly phase: string
  readonly status: CoordinatorState
  count: number
}

/** What one collection found. */
export interface Tally {
  readonly groups: Map<string, Group>
  readonly waits: Aged[]
  readonly heartbeats: Aged[]
  readonly activities: Aged[]
  readonly health: Record<HeartbeatHealth, number>
  readonly unreadable: Record<KeyKind, number>
}

export interface TallyOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Ages in milliseconds. */
  readonly heartbeatWarning: number
  readonly heartbeatStale: number
}

/** What is known of a waiting coordinator beside its state: when it last gave a sign, `null` if never. */
export interface Signs {
  readonly heartbeat: number | null
  readonly activity: number | null
}

export function newTally(): Tally {
  return {
    groups: new Map(),
    waits: [],
    heartbeats: [],
    activities: [],
    health: { healthy: 0, warning: 0, stale: 0, missing: 0 },
    unreadable: { state: 0, heartbeat: 0, activity: 0, escalation: 0 },
  }
}

/** Counts a coordinator of any state. */
export function countState({ groups }: Tally, { swarm }: CoordinatorId, { phase, status }: StateValue): void {
  // No state has a NUL in its name, so that no two groups share a key.
  const key = `${status}\0${swarm.length}\0${swarm}${phase}`
  const group = groups.get(key)
  if (group === undefined) groups.set(key, { swarm, phase, status, count: 1 })
  else group.count += 1
}

/** Notes how long a waiting coordinator has waited, and when it last gave a sign. */
export function noteWaiting(
  tally: Tally,
  { swarm, coordinator }: CoordinatorId,
  { phase, since }: StateValue,
  { heartbeat, activity }: Signs,
  options: TallyOptions,
): void {
  const note = (list: Aged[], time: number | null) => {
    if (time !== null) list.push({ swarm, coordinator, phase, age: ageOf(time, options.now) / 1000 })
  }
  note(tally.waits, since)
  note(tally.heartbeats, heartbeat)
  note(tally.activities, activity)
  tally.health[healthOf(heartbeat, since, options)] += 1
}

function healthOf(
  heartbeat: number | null,
  since: number | null,
  { now, heartbeatWarning, heartbeatStale }: TallyOptions,
): HeartbeatHealth {
  if (heartbeat === null) {
    // A coordinator that has just begun to wait has had no time for one.
    return since !== null && ageOf(since, now) <= heartbeatStale ? 'healthy' : 'missing'
  }
  const age = ageOf(heartbeat, now)
  return age > heartbeatStale ? 'stale' : age > heartbeatWarning ? 'warning' : 'healthy'
}

/** The clock of the writer may be ahead of ours. */
function ageOf(time: number, now: number): number {
  return Math.max(0, now - time)
}
