import { CollectError } from '#belfry'
import { asFlag, asNumber, asRecord } from './json.ts'

/** How PostgreSQL fares, as its own peer sees it. */
export interface PeerHealth {
  /** `null` until it was checked. */
  readonly healthy: boolean | null
  /** Seconds since 1970. */
  readonly checkedAt: number | null
}

/** The rebuild of a peer, under way or the last one. */
export interface PeerRestore {
  readonly running: boolean
  readonly failed: boolean
  readonly sizeBytes: number | null
  readonly completedBytes: number | null
}

/**
 * Reads the answer of `/ping`; before there is a PostgreSQL it is a text.
 *
 * @throws CollectError `response` when the value is something else.
 */
export function readPing(value: unknown): PeerHealth {
  if (typeof value === 'string') return { healthy: false, checkedAt: null }
  const ping = asRecord(value)
  if (ping === null || !('healthy' in ping)) throw new CollectError('response', 'no ping: healthy is missing')
  const lastCheck = asNumber(ping.lastCheck)
  return { healthy: asFlag(ping.healthy), checkedAt: lastCheck === null ? null : lastCheck / 1000 }
}

/**
 * Reads the answer of `/restore`; sizes are digits in a text there, and absent until they are known.
 *
 * @throws CollectError `response` when the value is something else.
 */
export function readRestore(value: unknown): PeerRestore {
  const answer = asRecord(value)
  if (answer === null) throw new CollectError('response', 'no restore: not an object')
  const job = asRecord(answer.restore)
  return {
    running: job !== null && (job.done === false || job.done === 0),
    failed: job?.done === 'failed',
    sizeBytes: asNumber(job?.size),
    completedBytes: asNumber(job?.completed),
  }
}
