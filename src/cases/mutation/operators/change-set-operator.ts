import { isSetOperator } from '../../../promql/operators.ts'
import { type QueryOperator, swap } from './change.ts'

/** `and` becomes `or` and `unless`, and so on. */
export const changeSetOperator: QueryOperator = (site) => {
  const { node } = site
  if (node.kind !== 'binary' || !isSetOperator(node.operator)) return []
  return others[node.operator].map((other) => swap('set', site, node.operatorSpan, other))
}

const others = { and: ['or', 'unless'], or: ['and', 'unless'], unless: ['and', 'or'] } as const
