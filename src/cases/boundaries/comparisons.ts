import type { Binary, ComparisonOperator, Expr } from '../../promql/ast.ts'
import { isComparison, mirrored } from '../../promql/operators.ts'

/** A comparison that decides whether an alert fires. */
export interface Condition {
  readonly node: Binary
  /** As if the smaller term stood on the right: `3 < x` is `> 3`. */
  readonly operator: ComparisonOperator
  /** The number that is written there; `null` when two expressions are compared. */
  readonly threshold: number | null
}

/** The comparisons that decide: each side of `and` and `or`, the left one of `unless`. */
export function conditionsOf(expr: Expr): readonly Condition[] {
  if (expr.kind === 'parens') return conditionsOf(expr.operand)
  if (expr.kind !== 'binary') return []
  const { operator, left, right } = expr
  if (operator === 'unless') return conditionsOf(left)
  if (operator === 'and' || operator === 'or') return [...conditionsOf(left), ...conditionsOf(right)]
  if (!isComparison(operator) || expr.bool !== null) return []
  if (right.kind === 'number') return [{ node: expr, operator, threshold: right.value }]
  if (left.kind === 'number') return [{ node: expr, operator: mirrored[operator], threshold: left.value }]
  return [{ node: expr, operator, threshold: null }]
}
