import { BelfryError } from '../errors/belfry-error.ts'
import type { FailureReason } from './own-metrics.ts'

/** A source could not be read, for a reason that is worth counting. */
export class CollectError extends Error {
  override readonly name = 'CollectError'
  readonly reason: FailureReason

  constructor(reason: FailureReason, message: string, cause?: unknown) {
    super(message, { cause })
    this.reason = reason
  }
}

/** The reason under which a failure is counted; what nobody classified is `internal`, a fault of ours. */
export function failureReason(error: unknown): FailureReason {
  if (error instanceof CollectError) return error.reason
  if (error instanceof BelfryError) return error.code === 'SECRET_MISSING' ? 'authentication' : 'internal'
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) return 'timeout'
  return 'internal'
}
