import type { Place } from './place.ts'

export type ProblemSeverity = 'error' | 'warning'

/** The part of a query that a problem is about. */
export interface Fragment {
  /** The whole query, as it is rendered. */
  readonly query: string
  /** Offsets into the query; `to` is behind the last character. */
  readonly from: number
  readonly to: number
  /** Lines of the author's file between `place` and the line on which the fragment begins, until places are mapped. */
  readonly below: number
}

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
  /** The environments that have it. @default none - all that were looked at */
  readonly environments?: readonly string[]
  /** The exact fragment of the query that is wrong. @default none - the problem is not about a query */
  readonly fragment?: Fragment
  /** The character behind the fragment in the author's file. @default none - only where it begins is known */
  readonly end?: Pick<Place, 'line' | 'column'>
}
