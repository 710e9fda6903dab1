import type { Binary, ComparisonOperator, Expr } from '../promql/ast.ts'
import { isComparison, mirrored } from '../promql/operators.ts'
import { parsePromql } from '../promql/parse.ts'

/** One side of an alert's comparison, which can be drawn as long as there is data, and the number it is held against. */
export interface WatchedTerm {
  readonly expr: string
  /** `null` where the whole query counts, or it is compared with something else than a number. */
  readonly operator: ComparisonOperator | null
  readonly threshold: number | null
}

/** What of a query tells how near it is to an alert; the query itself where it is no comparison. */
export function watchedTerms(query: string): readonly WatchedTerm[] {
  const { node } = parsePromql(query)
  if (node === null) return [whole(query)]
  const found = termsOf(node, query)
  return found.length === 0 ? [whole(query)] : [...new Map(found.map((term) => [term.expr, term])).values()].slice(0, 4)
}

const whole = (expr: string): WatchedTerm => ({ expr, operator: null, threshold: null })
function termsOf(node: Expr, query: string): readonly WatchedTerm[] {
  if (node.kind === 'parens') return termsOf(node.operand, query)
  if (node.kind !== 'binary') return []
  if (isComparison(node.operator)) return comparedTerms(node, node.operator, query)
  if (node.operator === 'unless') return termsOf(node.left, query)
  if (node.operator === 'and' || node.operator === 'or')
    return [...termsOf(node.left, query), ...termsOf(node.right, query)]
  return []
}

function comparedTerms({ left, right }: Binary, operator: ComparisonOperator, query: string): readonly WatchedTerm[] {
  const text = ({ from, to }: Expr): string => query.slice(from, to)
  if (right.kind === 'number') return [{ expr: text(left), operator, threshold: right.value }]
  if (left.kind === 'number') return [{ expr: text(right), operator: mirrored[operator], threshold: left.value }]
  return [whole(text(left)), whole(text(right))]
}
