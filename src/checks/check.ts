import type { Place } from '../errors/place.ts'
import type { ProblemSeverity } from '../errors/problem.ts'
import type { Model } from '../model/model.ts'
import type { Query } from '../spec/promql.ts'
import type { Allowances } from '../spec/rules.ts'

/** What a check found: a problem before it is known whether a definition allows it. */
export interface Finding {
  readonly message: string
  readonly hint: string
  /** Dotted path in the spec. */
  readonly path: string
  readonly place: Place
  /** The query that the finding is about, and the offsets of the fragment in its text; `place` is then the query's. */
  readonly fragment?: { readonly query: Query; readonly from: number; readonly to: number }
  /** The definition's allowances, where it can have any. */
  readonly allow?: Allowances
}

/** A rule about models. Its id is its file name and the name of its page under `docs/checks/`. */
export interface Check {
  readonly id: string
  readonly severity: ProblemSeverity
  run(model: Model): readonly Finding[]
}
