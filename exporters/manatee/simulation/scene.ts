import type { Scenario } from './scenarios.ts'

/** Where a peer is. */
export interface Host {
  readonly name: string
  readonly ip: string
  readonly zoneId: string
}

/** How the PostgreSQL of a peer behind the primary fares. */
export interface Follower {
  readonly lagSeconds: number
  /** Bytes that the primary sent and it has not replayed. */
  readonly behindBytes: number
  readonly connected: boolean
  readonly restore: Restore | null
}

export interface Restore {
  readonly done: boolean
  readonly sizeBytes: number
  readonly completedBytes: number
}

/** A shard at one moment. */
export interface Scene {
  readonly generation: number
  /** The primary first; the others in the order of the chain. */
  readonly chain: readonly Host[]
  readonly deposed: readonly Host[]
  /** Hosts that are switched off. */
  readonly gone: readonly Host[]
  readonly frozen: { readonly date: string; readonly reason: string } | null
  readonly singleton: boolean
  readonly walBytes: bigint
  readonly follower: (host: Host) => Follower
}

export interface Moment {
  readonly scenario: Scenario
  /** Seconds since the scenario began. */
  readonly elapsed: number
  /** Milliseconds since 1970. */
  readonly now: number
  /** Milliseconds since 1970 at which the shard began to write. */
  readonly begun: number
  readonly random: () => number
}

const walRate = 3_500_000
const dataset = 5_368_709_120
const restoreSeconds = 300

/** What a shard of three hosts looks like under a scenario. */
export function sceneOf([first, second, third]: readonly [Host, Host, Host], moment: Moment): Scene {
  const { scenario, elapsed, now, begun, random } = moment
  const since = (reason: string) => ({ date: new Date(now - elapsed * 1000).toISOString(), reason })
  const took = scenario === 'deposed peer'
  const chain = scenario === 'singleton' ? [first] : took ? [second, third] : [first, second, third]
  // What was written before an idle time stays written; without a primary nobody can write.
  const rests = scenario === 'idle shard' || scenario === 'no primary'
  const wrote = (now - begun) / 1000 - (rests ? elapsed : 0)
  return {
    generation: took ? 43 : 42,
    chain,
    deposed: took ? [first] : [],
    gone: scenario === 'no primary' ? [first] : [],
    frozen:
      scenario === 'frozen shard'
        ? since('manatee is being upgraded')
        : scenario === 'no primary'
          ? since('someone works on the network')
          : null,
    singleton: scenario === 'singleton',
    walBytes: 0x3_1234_5678n + BigInt(Math.round(Math.max(0, wrote) * walRate)),
    follower: (host) => followerOf(host === third, scenario, elapsed, random),
  }
}

function followerOf(last: boolean, scenario: Scenario, elapsed: number, random: () => number): Follower {
  const jitter = random()
  const usual: Follower = {
    lagSeconds: (last ? 0.2 : 0.02) * (1 + jitter),
    behindBytes: Math.round((last ? 200_000 : 20_000) * jitter),
    connected: true,
    restore: last ? { done: true, sizeBytes: dataset, completedBytes: dataset } : null,
  }
  if (scenario === 'idle shard') return { ...usual, lagSeconds: 60 + elapsed, behindBytes: 0 }
  if (scenario === 'no primary') return { ...usual, lagSeconds: 60 + elapsed, behindBytes: 0 }
  if (!last) return usual
  if (scenario === 'lagging async')
    return { ...usual, lagSeconds: 60 + elapsed, behindBytes: Math.round((60 + elapsed) * walRate) }
  if (scenario === 'broken link') return { ...usual, lagSeconds: 60 + elapsed, connected: false }
  if (scenario === 'rebuilding async') {
    const completedBytes = Math.round(dataset * Math.min(1, (elapsed % restoreSeconds) / restoreSeconds))
    return { ...usual, connected: false, restore: { done: false, sizeBytes: dataset, completedBytes } }
  }
  return usual
}
