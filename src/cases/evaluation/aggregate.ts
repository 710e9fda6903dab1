import type { Aggregation } from '../../promql/ast.ts'
import type { Labels } from '../../spec/labels.ts'
import { type Element, keyOf, NotEvaluated, only, without } from './vector.ts'

/** `sum by (job) (…)` over the elements of its operand. */
export function aggregate(
  { operator, grouping }: Aggregation,
  elements: readonly Element[],
  param: number | null,
): readonly Element[] {
  const names = grouping?.labels.map(({ text }) => text) ?? []
  const groups = new Map<string, { readonly labels: Labels; readonly values: number[] }>()
  for (const { labels, value } of elements) {
    const kept = grouping?.kind === 'without' ? without(labels, [...names, '__name__']) : only(labels, names)
    const key = keyOf(kept)
    const group = groups.get(key) ?? { labels: kept, values: [] }
    groups.set(key, group)
    group.values.push(value)
  }
  return [...groups.values()].map(({ labels, values }) => ({ labels, value: reduce(operator, values, param) }))
}

function reduce(operator: Aggregation['operator'], values: readonly number[], param: number | null): number {
  const sum = (): number => values.reduce((total, value) => total + value, 0)
  switch (operator) {
    case 'sum':
      return sum()
    case 'avg':
      return sum() / values.length
    case 'min':
      return Math.min(...values)
    case 'max':
      return Math.max(...values)
    case 'count':
      return values.length
    case 'group':
      return 1
    case 'quantile':
      return quantile(values, param ?? 0)
    default:
      throw new NotEvaluated(`${operator} is not evaluated`)
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = share * (sorted.length - 1)
  const low = Math.floor(rank)
  const weight = rank - low
  const at = (index: number): number => sorted[Math.max(0, Math.min(sorted.length - 1, index))] ?? Number.NaN
  return at(low) * (1 - weight) + at(low + 1) * weight
}
