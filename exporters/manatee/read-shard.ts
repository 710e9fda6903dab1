import { CollectError, failureReason, getText, type Limiter, parseJson, readJsonSource } from '#belfry'
import type { Cluster } from './cluster.ts'
import type { ManateeOptions, ShardOptions } from './options.ts'
import { readDetails } from './read-details.ts'
import { type PeerState, readState } from './read-state.ts'
import { type PeerHealth, type PeerRestore, readPing, readRestore } from './read-status.ts'
import { targetUrl } from './target-url.ts'

/** A source that could not be read. */
export interface SourceError {
  /** The status server; empty for the cluster details. */
  readonly target: string
  readonly source: 'state' | 'ping' | 'restore' | 'details'
  /** `outdated` are details of an older generation than the peers tell of. */
  readonly reason: ReturnType<typeof failureReason> | 'outdated'
}

/** What one status server answered; `null` where it did not. */
export interface PeerAnswers {
  readonly target: string
  readonly state: PeerState | null
  readonly health: PeerHealth | null
  readonly restore: PeerRestore | null
}

/** What all sources of a shard answered. */
export interface ShardAnswers {
  readonly peers: readonly PeerAnswers[]
  readonly details: Cluster | null
  readonly errors: readonly SourceError[]
}

/** Bytes of one answer; a cluster state has a few thousand. */
const maxBytes = 1024 * 1024

/** Reads all sources of a shard side by side, as far as the limit lets it. Never fails: what is missing is in the errors. */
export async function readShard(shard: ShardOptions, options: ManateeOptions, limit: Limiter): Promise<ShardAnswers> {
  const errors: SourceError[] = []
  const attempt = async <T>(target: string, source: SourceError['source'], read: () => Promise<T>) => {
    try {
      return await limit(read)
    } catch (error) {
      errors.push({ target, source, reason: failureReason(error) })
      return null
    }
  }
  const [details, ...peers] = await Promise.all([
    shard.details === undefined ? null : attempt('', 'details', () => detailsOf(shard, options)),
    ...shard.peers.map((target) => readPeer(target, options.timeout, attempt)),
  ])
  return { peers, details, errors }
}

type Attempt = <T>(target: string, source: SourceError['source'], read: () => Promise<T>) => Promise<T | null>

async function readPeer(target: string, timeoutMs: number, attempt: Attempt): Promise<PeerAnswers> {
  const url = targetUrl(target)
  const state = await attempt(target, 'state', async () => readState(await get(`${url}/state`, timeoutMs)))
  // A peer that did not give its state is not asked twice more.
  if (state === null) return { target, state, health: null, restore: null }
  // One after the other, so that one connection serves all; 503 is how an unhealthy peer answers.
  const health = await attempt(target, 'ping', async () => readPing(await get(`${url}/ping`, timeoutMs, [200, 503])))
  const restore = await attempt(target, 'restore', async () => readRestore(await get(`${url}/restore`, timeoutMs)))
  return { target, state, health, restore }
}

async function get(url: string, timeoutMs: number, statuses: readonly number[] = [200]): Promise<unknown> {
  const { text } = await getText(url, { timeoutMs, maxBytes, statuses })
  return parseJson(text, url)
}

async function detailsOf({ details }: ShardOptions, { details: limits }: ManateeOptions): Promise<Cluster> {
  if (details === undefined) throw new CollectError('internal', 'no source of cluster details')
  return readDetails(await readJsonSource(details, { timeoutMs: limits.timeout, maxAgeMs: limits.maxAge, maxBytes }))
}
