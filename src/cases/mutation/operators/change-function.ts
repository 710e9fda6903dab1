import type { Expr } from '../../../promql/ast.ts'
import { isComparison } from '../../../promql/operators.ts'
import { peeled, type QueryOperator, type Site, swap } from './change.ts'
import { isSeen } from './is-seen.ts'

/** `rate` becomes `increase` and `delta`, and so on. */
export const changeFunction: QueryOperator = (site) => {
  const { node } = site
  if (node.kind !== 'call') return []
  const { name } = node
  return (others.get(name.text) ?? [])
    .filter((other) => !(isScaling(name.text, other) && isScaleLost(site)))
    .map((other) => swap('function', site, name, other))
}

const others: ReadonlyMap<string, readonly string[]> = new Map([
  ['rate', ['increase', 'delta']],
  ['increase', ['rate', 'delta']],
  ['delta', ['increase']],
  ['deriv', ['delta']],
  ['irate', ['idelta']],
  ['idelta', ['irate']],
])

/** What an increase is divided by to be a rate is the same for all series. */
function isScaling(name: string, other: string): boolean {
  return (name === 'rate' && other === 'increase') || (name === 'increase' && other === 'rate')
}

/** Whether nobody can tell the multiple of a value from the value: a quantile of buckets, or a comparison with 0. */
function isScaleLost({ node, around, valueSeen }: Site): boolean {
  let inside: Expr = node
  for (const [index, outer] of [...around.entries()].reverse()) {
    if (outer.kind === 'call') return outer.name.text === 'histogram_quantile'
    if (outer.kind === 'binary') {
      if (!isComparison(outer.operator) || outer.bool !== null) return false
      const other = peeled(outer.left === inside ? outer.right : outer.left)
      return other.kind === 'number' && other.value === 0 && !isSeen(outer, around.slice(0, index), valueSeen)
    }
    const keepsScale = outer.kind === 'parens' || (outer.kind === 'aggregation' && linear.has(outer.operator))
    if (!keepsScale) return false
    inside = outer
  }
  return false
}

const linear: ReadonlySet<string> = new Set(['sum', 'max', 'min', 'avg', 'topk', 'bottomk'])
