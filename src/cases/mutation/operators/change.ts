import type { Expr, Span } from '../../../promql/ast.ts'

/** A part of a query, and what is around it. */
export interface Site {
  /** Of the whole query. */
  readonly text: string
  readonly node: Expr
  /** The expressions that it is part of, outermost first. */
  readonly around: readonly Expr[]
  /** Whether anybody sees the value of the whole query: a template, or the readers of a recording rule. */
  readonly valueSeen: boolean
}

/** What stands between two positions becomes something else. */
export interface Change extends Span {
  readonly operator: string
  /** Position that tells apart the places of one operator. */
  readonly anchor: number
  /** Tells apart the changes of one place: `doubled`, `>=`. */
  readonly name: string
  readonly words: string
  readonly replacement: string
}

/** Small changes of one kind at one part of a query. */
export type QueryOperator = (site: Site) => readonly Change[]

/** One thing becomes another. */
export function swap(operator: string, { text }: Site, span: Span, replacement: string, name = replacement): Change {
  const { from, to } = span
  return {
    operator,
    anchor: from,
    name,
    from,
    to,
    replacement,
    words: `\`${text.slice(from, to)}\` becomes \`${replacement}\``,
  }
}

/** An expression without the parentheses around it. */
export function peeled(node: Expr): Expr {
  return node.kind === 'parens' ? peeled(node.operand) : node
}
