import type { Span } from '../../promql/ast.ts'
import type { Fault } from '../../promql/fault.ts'
import type { Facts } from '../../promql/infer/facts.ts'
import type { TextLiteral } from './go-template.ts'

/** What an alert's template does with what it is given. */
export interface Trace {
  /** What fails when it is parsed, or surely when it is filled in. */
  readonly faults: readonly Fault[]
  readonly labels: readonly LabelUse[]
  readonly values: readonly ValueUse[]
  readonly queries: readonly QueryUse[]
}

/** A label that is read, and of what. */
export interface LabelUse extends Span {
  readonly name: string
  readonly of: 'alert' | 'external' | 'query'
  /** What is known of the result of the query; `null` for others, and when nothing is. */
  readonly facts: Facts | null
}

/** The value of the alert as it is shown. */
export interface ValueUse extends Span {
  /** The function that formats it, with what it is told, such as `printf "%.2f"`; empty for none. */
  readonly format: string
  /** The character that is written behind it. */
  readonly behind: string
}

/** A query within the template. */
export interface QueryUse {
  readonly literal: TextLiteral
  /** PromQL: the literal, with something in place of each verb of `printf`, as long as the verb. */
  readonly text: string
  /** Whether what is put in can be any part of the query, so that it may parse all the same. */
  readonly isOpen: boolean
}

/** What a part of a template stands for. */
export type Thing =
  | { readonly kind: 'data' | 'label' | 'text' | 'number' | 'other' | 'unknown' }
  | { readonly kind: 'labels'; readonly of: LabelUse['of']; readonly facts: Facts | null }
  | { readonly kind: 'value'; readonly format: string }
  | { readonly kind: 'samples' | 'sample'; readonly facts: Facts | null }
  | { readonly kind: 'literal'; readonly literal: TextLiteral }
  | { readonly kind: 'query'; readonly query: QueryUse }
