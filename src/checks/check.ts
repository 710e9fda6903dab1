import type { Place } from '../errors/place.ts'
import type { ProblemSeverity } from '../errors/problem.ts'
import type { SourceText } from '../errors/source-text.ts'
import type { Model } from '../model/model.ts'
import type { Allowances } from '../spec/rules.ts'

/** What a check found: a problem before it is known whether a definition allows it. */
export interface Finding {
  readonly message: string
  readonly hint: string
  /** Dotted path in the spec. */
  readonly path: string
  readonly place: Place
  /** The text that the finding is about, such as a query, and the offsets of the fragment in it; `place` is then the text's. */
  readonly fragment?: { readonly query: SourceText; readonly from: number; readonly to: number }
  /** The definition's allowances, where it can have any. */
  readonly allow?: Allowances
  /** @default the severity of the check */
  readonly severity?: ProblemSeverity
}

/** A rule about models. Its id is its file name and the name of its page under `docs/checks/`. */
export interface Check {
  readonly kind?: never
  readonly id: string
  readonly severity: ProblemSeverity
  /** Whether an allowance may allow nothing: numbers that a stack changes decide about what is found. @default false */
  readonly allowedAhead?: boolean
  run(model: Model): readonly Finding[]
}
