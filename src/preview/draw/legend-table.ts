import { type LegendItem, legendEntry } from './legend-item.ts'
import type { Look } from './look.ts'
import { textWidth } from './measure-text.ts'
import { fitRows } from './row-fit.ts'
import { line, rect, text } from './svg.ts'

const [usualRow, closestRow] = [19, 15]

/** A legend with a column for each calculation. */
export function legendTable(
  items: readonly LegendItem[],
  { width, height, look }: { readonly width: number; readonly height: number; readonly look: Look },
): { svg: string; height: number } {
  const titles = items[0]?.values.map(({ title }) => title) ?? []
  // The head is a row too.
  const fit = fitRows(items.length + 1, height, usualRow, closestRow)
  const rowHeight = fit.height
  const baseline = Math.round(rowHeight / 2 + 4.5)
  const shown = items.slice(0, Math.max(1, fit.shown - 1))
  const rest = items.length - shown.length
  const columns = columnEnds(items, titles, width)
  const header = titles
    .map((title, at) => text(columns[at] ?? width, 13, title, { fill: look.link, weight: 500, anchor: 'end' }))
    .join('')
  const nameRoom = Math.max(24, firstStart(items, titles, columns, width) - 30)
  const rows = shown.map((item, index) => {
    const y = (index + 1) * rowHeight + baseline
    const values = item.values.map(({ text: value, color }, at) =>
      text(columns[at] ?? width, y, value, { fill: color ?? look.text, anchor: 'end' }),
    )
    const row = [
      line(0, (index + 1) * rowHeight - 0.5, width, (index + 1) * rowHeight - 0.5, { stroke: look.border }),
      rect(2, y - 6, 14, 4, { rx: 2, fill: item.color }),
      text(24, y, item.name, { fill: look.text, width: nameRoom }),
      ...values,
    ]
    return legendEntry(item, row.join(''))
  })
  const more = rest > 0 ? text(24, (shown.length + 1) * rowHeight + baseline, `+${rest} more`, { fill: look.soft }) : ''
  const name = text(24, 13, 'Name', { fill: look.link, weight: 500 })
  return {
    svg: `${name}${header}${rows.join('')}${more}`,
    height: (shown.length + 1 + (rest > 0 ? 1 : 0)) * rowHeight + 2,
  }
}

function columnWidth(items: readonly LegendItem[], title: string, at: number): number {
  return Math.max(textWidth(title, 12, 500), ...items.map(({ values }) => textWidth(values[at]?.text ?? '', 12)))
}

/** Where the columns end, from the left. */
function columnEnds(items: readonly LegendItem[], titles: readonly string[], width: number): readonly number[] {
  const ends: number[] = []
  let end = width - 4
  for (let at = titles.length - 1; at >= 0; at--) {
    ends.unshift(end)
    end -= columnWidth(items, titles[at] ?? '', at) + 18
  }
  return ends
}

function firstStart(
  items: readonly LegendItem[],
  titles: readonly string[],
  ends: readonly number[],
  width: number,
): number {
  const [end] = ends
  return end === undefined ? width : end - columnWidth(items, titles[0] ?? '', 0) - 8
}
