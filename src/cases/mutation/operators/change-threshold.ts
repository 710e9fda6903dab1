import type { Expr, NumberLiteral } from '../../../promql/ast.ts'
import { isArithmetic, isComparison } from '../../../promql/operators.ts'
import { peeled, type QueryOperator, swap } from './change.ts'

/**
 * A number that something is compared with is halved, doubled, and moved by one in its last place: 5 to 4 and 6, 0.85 to
 * 0.84 and 0.86. Where two queries are compared, their factors and summands are the thresholds.
 */
export const changeThreshold: QueryOperator = (site) => {
  const { node } = site
  if (node.kind !== 'binary' || !isComparison(node.operator)) return []
  const sides = [peeled(node.left), peeled(node.right)]
  const direct = sides.filter((side) => side.kind === 'number')
  const literals = direct.length > 0 ? direct : sides.flatMap(literalsIn)
  return literals.flatMap((literal) =>
    moved(literal.value).map(([name, value]) => swap('threshold', site, literal, String(value), name)),
  )
}

function literalsIn(node: Expr): readonly NumberLiteral[] {
  if (node.kind === 'number') return [node]
  if (node.kind === 'parens' || node.kind === 'unary') return literalsIn(node.operand)
  if (node.kind !== 'binary' || !isArithmetic(node.operator)) return []
  return [...literalsIn(node.left), ...literalsIn(node.right)]
}

function moved(value: number): readonly (readonly [string, number])[] {
  if (!Number.isFinite(value)) return []
  const step = lastPlace(value)
  return (
    [
      ['less', value - step],
      ['more', value + step],
      ['halved', value / 2],
      ['doubled', value * 2],
    ] as const
  ).map(([name, moved]) => [name, Number(moved.toPrecision(12))])
}

function lastPlace(value: number): number {
  const [, decimals = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([-+]?\d+))?$/.exec(String(value)) ?? []
  return Number(`1e${Math.min(0, Number(exponent) - decimals.length)}`)
}
