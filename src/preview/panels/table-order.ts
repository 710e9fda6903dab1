import { listOf, objectOf, textOf } from '../board/json-value.ts'
import type { Column } from './table-column.ts'

/** Indexes of rows in the order that the panel's `sortBy` asks for. */
export function sortedRows(columns: readonly Column[], count: number, sortBy: unknown): readonly number[] {
  const rows = Array.from({ length: count }, (_, index) => index)
  const [first] = listOf(sortBy).map(objectOf)
  const column = columns.find(({ title }) => title === textOf(first?.displayName))
  if (column === undefined) return rows
  const direction = first?.desc === true ? -1 : 1
  return rows.sort(
    (one, other) => direction * compare(column.field.values[one], column.field.values[other]) || one - other,
  )
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  const [left, right] = [String(one ?? ''), String(other ?? '')]
  return left < right ? -1 : left > right ? 1 : 0
}
