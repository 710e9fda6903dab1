import { isComparison } from '../../../promql/operators.ts'
import { type QueryOperator, swap } from './change.ts'

/** `>` becomes `>=` and `<`, and so on. */
export const changeComparison: QueryOperator = (site) => {
  const { node } = site
  if (node.kind !== 'binary' || !isComparison(node.operator)) return []
  return others[node.operator].map((other) => swap('comparison', site, node.operatorSpan, other))
}

const others = {
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '==': ['!='],
  '!=': ['=='],
} as const
