import { numberOf, objectOf } from '../board/json-value.ts'
import { textWidth } from '../draw/measure-text.ts'
import { shareRoom } from '../draw/share-room.ts'
import { written } from '../draw/written.ts'
import type { Column } from './table-column.ts'

/** Rows whose texts decide how wide a column is. */
const looked = 60
/** Pixels that show at least a few letters. */
const narrowest = 20

/** Pixels for each column: what is set, then what texts need, then the rest by need. */
export function columnWidths(columns: readonly Column[], rows: readonly number[], width: number): readonly number[] {
  const set = columns.map(({ field }) => numberOf(objectOf(field.config.custom).width, 0))
  const needs = columns.map((column, at) => (set[at] ? 0 : needOf(column, rows)))
  const free = Math.max(0, width - set.reduce((sum, one) => sum + one, 0))
  const needed = needs.reduce((sum, one) => sum + one, 0)
  if (needed === 0) {
    const whole = set.reduce((sum, one) => sum + one, 0)
    return set.map((one) => (whole > width ? (one / whole) * width : one))
  }
  const open = needs.filter((need) => need > 0).length
  if (needed <= free) {
    const extra = (free - needed) / open
    return columns.map((_, at) => set[at] || (needs[at] ?? 0) + extra)
  }
  return shareRoom(needs, free).map((own, at) => set[at] || Math.max(Math.min(needs[at] ?? 0, narrowest), own))
}

function needOf({ field, title, cell }: Column, rows: readonly number[]): number {
  const texts = rows
    .slice(0, looked)
    .map((row) =>
      textWidth(
        field.display === undefined ? String(field.values[row] ?? '') : written(field.display(field.values[row])),
        12,
      ),
    )
  const bar = cell.includes('gauge') || cell === 'basic' ? 90 : 0
  return Math.max(textWidth(title, 12, 500), ...texts) + 16 + bar
}
