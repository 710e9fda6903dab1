import type { Binary, Expr } from '../../../promql/ast.ts'
import type { QueryOperator, Site } from './change.ts'
import { isSeen } from './is-seen.ts'

/** `a / b` becomes `b / a`, and so on; with sums, products and comparisons nothing, or no other thing, would come of it. */
export const swapOperands: QueryOperator = (site) => {
  const { node, text } = site
  if (node.kind !== 'binary' || !swappable.has(node.operator) || isSameEitherWay(node, site)) return []
  const { left, right, from, to } = node
  const between = text.slice(left.to, right.from)
  const turned = between.replace(/\bgroup_(left|right)\b/i, (_, side: string) =>
    side.toLowerCase() === 'left' ? 'group_right' : 'group_left',
  )
  return [
    {
      operator: 'operands',
      anchor: node.operatorSpan.from,
      name: 'swapped',
      words: `the operands of \`${node.operator}\` are swapped`,
      from,
      to,
      replacement: `${whole(right, text)}${turned}${whole(left, text)}`,
    },
  ]
}

const swappable: ReadonlySet<string> = new Set(['-', '/', '%', '^', 'atan2', 'and', 'or', 'unless'])

/** `and` and `or` keep series by all their labels; which side they are of, only their values tell. */
function isSameEitherWay(node: Binary, { around, valueSeen }: Site): boolean {
  const keepsLabels = (node.operator === 'and' || node.operator === 'or') && node.matching === null
  return keepsLabels && !isSeen(node, around, valueSeen)
}

/** In another place, an operation needs parentheses. */
function whole(node: Expr, text: string): string {
  const written = text.slice(node.from, node.to)
  return node.kind === 'binary' || node.kind === 'unary' ? `(${written})` : written
}
