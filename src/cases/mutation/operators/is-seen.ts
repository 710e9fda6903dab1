import type { Expr } from '../../../promql/ast.ts'

/**
 * Whether anybody sees the values of an expression. On the right of `and` and `unless`, it only matters whether there is
 * a series.
 *
 * @param around - the expressions that it is part of, outermost first.
 * @param valueSeen - whether anybody sees the value of the whole query.
 */
export function isSeen(node: Expr, around: readonly Expr[], valueSeen: boolean): boolean {
  const outer = around.at(-1)
  if (outer === undefined) return valueSeen
  if (outer.kind === 'parens') return isSeen(outer, around.slice(0, -1), valueSeen)
  if (outer.kind !== 'binary' || (outer.operator !== 'and' && outer.operator !== 'unless' && outer.operator !== 'or'))
    return true
  if (outer.right === node && outer.operator !== 'or') return false
  return isSeen(outer, around.slice(0, -1), valueSeen)
}
