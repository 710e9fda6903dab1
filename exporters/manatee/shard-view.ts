import type { Cluster, Peer } from './cluster.ts'
import type { PeerAnswers, ShardAnswers, SourceError } from './read-shard.ts'

/** A peer with what it says about itself. */
export interface ViewedPeer extends Peer {
  readonly active: boolean | null
  /** `null` where its status server did not answer. */
  readonly answers: PeerAnswers | null
}

/** A shard as all its sources together see it. */
export interface ShardView {
  /** Whether any source knew the shard. */
  readonly up: boolean
  readonly cluster: Cluster | null
  readonly peers: readonly ViewedPeer[]
  readonly errors: readonly SourceError[]
}

/** One view of a shard, although every peer answers for all of it: the newest generation speaks, the details before others. */
export function viewShard({ peers: answers, details, errors }: ShardAnswers): ShardView {
  const state = newest(answers)
  const outdated = details !== null && state !== null && generationOf(state.cluster) > generationOf(details)
  const cluster = outdated ? state.cluster : (details ?? state?.cluster ?? null)
  const byId = new Map(answers.flatMap((one) => (one.state?.id ? [[one.state.id, one] as const] : [])))
  const known = cluster?.peers ?? []
  const strangers = [...byId.keys()].filter((id) => !known.some((peer) => peer.id === id)).map(stranger)
  return {
    up: cluster !== null,
    cluster,
    peers: [...known, ...strangers].map((peer) => {
      const own = byId.get(peer.id) ?? null
      return {
        ...peer,
        postgresUp: peer.postgresUp ?? own?.health?.healthy ?? null,
        active: state?.active?.has(peer.id) ?? null,
        answers: own,
      }
    }),
    errors: outdated ? [...errors, { target: '', source: 'details', reason: 'outdated' }] : errors,
  }
}

interface KnownState {
  readonly cluster: Cluster
  readonly active: ReadonlySet<string> | null
}

/** The state of the highest generation: a peer that lost its place in the cluster goes on telling what it knew. */
function newest(answers: readonly PeerAnswers[]): KnownState | null {
  let best: KnownState | null = null
  for (const { state } of answers) {
    if (state === null || state.cluster === null) continue
    const { cluster, active } = state
    if (best === null || generationOf(cluster) > generationOf(best.cluster)) best = { cluster, active }
  }
  return best
}

function generationOf(cluster: Cluster): number {
  return cluster.generation ?? -1
}

/** A peer that answers and that the cluster state does not mention. */
function stranger(id: string): Peer {
  return { id, role: 'unknown', postgresUp: null, lagSeconds: null, streaming: null, walBytes: null }
}
