import type { Place } from './place.ts'

export type ProblemSeverity = 'error' | 'warning'

/** A finding, as data. All findings of a run are reported together; an `error` makes the run fail. */
export interface Problem {
  /** The check that found it; names its page under `docs/checks/`. */
  readonly id: string
  readonly severity: ProblemSeverity
  /** What is wrong, in one sentence. */
  readonly message: string
  /** What to do about it; empty when there is nothing to add. */
  readonly hint: string
  /** Where in the spec, as a dotted path such as `redis.alerts.RedisDown.for`. */
  readonly path: string
  /** The definition that caused it; `null` when no definition did. */
  readonly place: Place | null
}
