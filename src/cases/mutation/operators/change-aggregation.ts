import type { Aggregation, Expr, Grouping } from '../../../promql/ast.ts'
import { peeled, type QueryOperator, swap } from './change.ts'

/** `sum` becomes `max` and `count`, and so on. */
export const changeAggregation: QueryOperator = (site) => {
  const { node } = site
  if (node.kind !== 'aggregation') return []
  const same = isAlreadyOne(node) ? ['sum', 'max', 'min', 'avg'] : []
  return (others[node.operator] ?? [])
    .filter((other) => !(same.includes(node.operator) && same.includes(other)))
    .map((other) => swap('aggregation', site, node.operatorSpan, other))
}

const others: Partial<Record<Aggregation['operator'], readonly string[]>> = {
  sum: ['max', 'count'],
  max: ['min', 'sum'],
  min: ['max', 'sum'],
  avg: ['max', 'sum'],
  count: ['sum', 'max'],
  topk: ['bottomk'],
  bottomk: ['topk'],
}

/** Of what is grouped the same way once more, each group has one series: its sum is its maximum. */
function isAlreadyOne({ grouping, operand }: Aggregation): boolean {
  const inner: Expr = peeled(operand)
  if (inner.kind !== 'aggregation' || inner.param !== null) return false
  return groupingKey(grouping) === groupingKey(inner.grouping)
}

function groupingKey(grouping: Grouping | null): string {
  const labels = (grouping?.labels ?? []).map(({ text }) => text).sort()
  return `${grouping?.kind ?? 'by'} ${labels.join(',')}`
}
