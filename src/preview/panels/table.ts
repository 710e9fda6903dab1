import { flagOf, numberOf, objectOf, textOf } from '../board/json-value.ts'
import { encodePart } from '../data/encode-part.ts'
import { interpolate, single, within } from '../data/interpolate.ts'
import type { DrawContext, Drawing, Rect } from '../draw/drawing.ts'
import { readableOn, withAlpha } from '../draw/look.ts'
import { textWidth } from '../draw/measure-text.ts'
import { noData } from '../draw/no-data.ts'
import { fitRows } from '../draw/row-fit.ts'
import { line, link, rect, text } from '../draw/svg.ts'
import { written } from '../draw/written.ts'
import { type DataFrame, type DisplayValue, getFieldDisplayName } from '../vendor/grafana-data.js'
import type { Column } from './table-column.ts'
import { columnWidths } from './table-columns.ts'
import { sortedRows } from './table-order.ts'

/** Pixels of a row by Grafana's words; the usual row is a little lower than there. */
const rowHeights = { sm: 30, md: 42, lg: 48 } as { readonly sm: number; readonly [height: string]: number }
const closestRow = 22

/** The rows of one frame, as many as have room. */
export function drawTable(context: DrawContext): Drawing {
  const { panel, frames, width, height, look } = context
  const frame = frames[numberOf(panel.options.frameIndex, 0)] ?? frames.find(({ length }) => length > 0)
  if (frame === undefined || frame.length === 0) return noData(context)
  const columns = columnsOf(frame, frames)
  if (columns.length === 0) return noData(context)
  const hasHead = flagOf(panel.options.showHeader, true)
  const top = hasHead ? 30 : 0
  const order = sortedRows(columns, frame.length, panel.options.sortBy)
  const usual = rowHeights[textOf(panel.options.cellHeight)] ?? rowHeights.sm
  const { height: rowHeight, shown } = fitRows(order.length, height - top, usual, closestRow)
  const rows = order.slice(0, shown)
  const widths = columnWidths(columns, order, width)
  const parts: string[] = hasHead ? [head(columns, widths, context)] : []
  rows.forEach((row, index) => {
    const y = top + index * rowHeight
    parts.push(line(0, y + 0.5, width, y + 0.5, { stroke: look.border }))
    let x = 0
    columns.forEach((column, at) => {
      const w = widths[at] ?? 0
      parts.push(cell(context, column, row, { x, y, w, h: rowHeight }))
      x += w
    })
  })
  if (order.length > rows.length)
    parts.push(text(6, height - 6, `+${order.length - rows.length} more rows`, { fill: look.soft }))
  return { svg: parts.join(''), charts: [] }
}

function columnsOf(frame: DataFrame, frames: readonly DataFrame[]): readonly Column[] {
  return frame.fields
    .filter(({ config }) => {
      const custom = objectOf(config.custom)
      return !flagOf(custom.hidden) && !flagOf(objectOf(custom.hideFrom).viz)
    })
    .map((field) => {
      const custom = objectOf(field.config.custom)
      const align = textOf(custom.align, 'auto')
      const isNumber = field.type === 'number' && (field.config.mappings ?? []).length === 0
      return {
        field,
        title: getFieldDisplayName(field, frame, [...frames]),
        align: align === 'left' || align === 'right' || align === 'center' ? align : isNumber ? 'right' : 'left',
        cell: textOf(objectOf(custom.cellOptions).type, textOf(custom.displayMode, 'auto')),
        isNamed: !flagOf(custom.hideHeader),
      }
    })
}

function head(columns: readonly Column[], widths: readonly number[], { look }: DrawContext): string {
  let x = 0
  return columns
    .map(({ title, align }, at) => {
      const w = widths[at] ?? 0
      const place = anchorIn({ x, w }, align)
      x += w
      return text(place.x, 19, title, { weight: 500, fill: look.link, anchor: place.anchor, width: w - 12 })
    })
    .join('')
}

function anchorIn(
  { x, w }: { readonly x: number; readonly w: number },
  align: Column['align'],
): { readonly x: number; readonly anchor: 'start' | 'middle' | 'end' } {
  if (align === 'right') return { x: x + w - 6, anchor: 'end' }
  return align === 'center' ? { x: x + w / 2, anchor: 'middle' } : { x: x + 6, anchor: 'start' }
}

function cell(context: DrawContext, column: Column, row: number, box: Rect): string {
  const { look } = context
  const { field, cell: kind } = column
  const value = field.values[row]
  const display: DisplayValue = field.display?.(value) ?? { text: String(value ?? ''), numeric: Number.NaN }
  const color = look.color(display.color ?? look.text)
  const isBack = kind === 'color-background' || kind === 'color-background-solid'
  const isText = kind === 'color-text'
  if (['gauge', 'basic', 'gradient-gauge', 'lcd-gauge'].includes(kind) && Number.isFinite(display.numeric))
    return bar(context, column, display, color, box)
  const back = isBack ? rect(box.x, box.y + 1, box.w, box.h - 1, { fill: withAlpha(color, 0.85) }) : ''
  const ink = isBack ? readableOn(color) : isText ? color : look.text
  const place = anchorIn(box, column.align)
  const shown = text(place.x, box.y + box.h / 2 + 4, written(display), {
    fill: ink,
    anchor: place.anchor,
    width: box.w - 12,
  })
  return back + linked(context, column, row, shown)
}

function bar({ look }: DrawContext, { field }: Column, display: DisplayValue, color: string, box: Rect): string {
  const shown = written(display)
  const room = Math.max(10, box.w - textWidth(shown, 12) - 22)
  const { min = 0, max } = field.config
  const top = max ?? field.state?.range?.max ?? 100
  const share = Math.min(1, Math.max(0, (display.numeric - min) / (top - min || 1)))
  const [y, h] = [box.y + box.h / 2 - 6, 12]
  return [
    rect(box.x + 6, y, room, h, { rx: 2, fill: withAlpha(look.text, 0.08) }),
    rect(box.x + 6, y, room * share, h, { rx: 2, fill: color }),
    text(box.x + box.w - 6, box.y + box.h / 2 + 4, shown, { fill: color, anchor: 'end' }),
  ].join('')
}

/** A cell's data link; its address may name the row's own fields. */
function linked({ data }: DrawContext, { field, title }: Column, row: number, content: string): string {
  const url = textOf(objectOf(field.config.links?.[0]).url)
  if (url === '') return content
  const value = String(field.values[row] ?? '')
  const own = new Map([
    ['__value', single(value)],
    ['__field', single(title)],
  ])
  const filled = url.replace(/\$\{__value\.(raw|text|numeric)\}/g, () => encodePart(value))
  return link(interpolate(filled, within(data.scope, own), 'percentencode'), content)
}
