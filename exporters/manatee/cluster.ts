import type { Role } from './metrics.ts'

/** A peer as one source sees it; `null` stands for unknown. */
export interface Peer {
  readonly id: string
  readonly role: Role
  readonly postgresUp: boolean | null
  readonly lagSeconds: number | null
  /** Whether it streams from the peer before it; `null` where none is expected. */
  readonly streaming: boolean | null
  readonly walBytes: number | null
}

/** A shard as one source sees it; `null` stands for unknown. */
export interface Cluster {
  readonly generation: number | null
  readonly frozen: boolean | null
  /** Seconds since 1970. */
  readonly frozenAt: number | null
  readonly singleton: boolean | null
  readonly errors: number | null
  readonly warnings: number | null
  readonly peers: readonly Peer[]
}

/** Ids by role, in the order of the replication chain. */
export interface Membership {
  readonly primary: string | null
  readonly sync: string | null
  readonly asyncs: readonly string[]
  readonly deposed: readonly string[]
}

/** The role of a peer. A peer that was deposed stays so, whatever else it is called. */
export function roleOf(id: string, { primary, sync, asyncs, deposed }: Membership): Role {
  if (deposed.includes(id)) return 'deposed'
  if (id === primary) return 'primary'
  if (id === sync) return 'sync'
  return asyncs.includes(id) ? 'async' : 'unknown'
}

/** For each peer that has to stream, the one that it has to stream from. */
export function upstreams({ primary, sync, asyncs }: Membership): ReadonlyMap<string, string> {
  const chain = [primary, sync, ...asyncs].filter((id) => id !== null)
  return new Map(chain.slice(1).map((id, position) => [id, chain[position] ?? '']))
}
