import { CollectError } from '#belfry'
import { type Cluster, type Membership, roleOf } from './cluster.ts'
import { asFlag, asList, asNumber, asRecord, asText, asTimestamp } from './json.ts'

/** What a peer says about itself and its shard. */
export interface PeerState {
  /** `null` until the peer knows. */
  readonly id: string | null
  readonly pending: number
  /** Ids of the peers in the election; `null` where it is not told. */
  readonly active: ReadonlySet<string> | null
  /** `null` while the shard has no cluster state, or this peer has not read it. */
  readonly cluster: Cluster | null
}

/**
 * Reads the answer of `/state`.
 *
 * @throws CollectError `response` when the value is something else.
 */
export function readState(value: unknown): PeerState {
  const state = asRecord(value)
  if (state === null || !('zkstate' in state)) throw new CollectError('response', 'no state: zkstate is missing')
  const active = asList(state.zkpeers)
  return {
    id: asText(state.id),
    pending: asList(state.pending)?.length ?? 0,
    active: active && new Set(active.map(activeId).filter((id) => id !== null)),
    cluster: readClusterState(state.zkstate),
  }
}

function readClusterState(value: unknown): Cluster | null {
  const state = asRecord(value)
  const primary = identOf(state?.primary)
  if (state === null || primary === null) return null
  const membership: Membership = {
    primary,
    sync: identOf(state.sync),
    asyncs: idents(state.async),
    deposed: idents(state.deposed),
  }
  const { sync, asyncs, deposed } = membership
  const ids = new Set([primary, sync, ...asyncs, ...deposed].filter((id) => id !== null))
  return {
    generation: asNumber(state.generation),
    ...readFreeze(state.freeze),
    singleton: asFlag(state.oneNodeWriteMode) ?? false,
    errors: null,
    warnings: null,
    peers: [...ids].map((id) => {
      const role = roleOf(id, membership)
      const postgresUp = role === 'deposed' ? false : null
      return { id, role, postgresUp, lagSeconds: null, streaming: null, walBytes: null }
    }),
  }
}

/** Absent, a flag, or when and why. */
function readFreeze(freeze: unknown): Pick<Cluster, 'frozen' | 'frozenAt'> {
  const reason = asRecord(freeze)
  if (reason !== null) return { frozen: true, frozenAt: asTimestamp(reason.date) }
  return { frozen: freeze === true, frozenAt: null }
}

/** Peers of an election are objects, or names of nodes with the number that ZooKeeper appends. */
function activeId(value: unknown): string | null {
  return identOf(value) ?? asText(value)?.replace(/-\d{10}$/, '') ?? null
}

function identOf(value: unknown): string | null {
  return asText(asRecord(value)?.id)
}

function idents(value: unknown): readonly string[] {
  return (asList(value) ?? []).map(identOf).filter((id) => id !== null)
}
