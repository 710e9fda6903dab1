import type { BoardPanel } from '../board/board.ts'
import { flagOf, objectOf, textOf, textsOf } from '../board/json-value.ts'
import type { DrawContext, Rect } from './drawing.ts'
import { type LegendItem, legendEntry } from './legend-item.ts'
import { legendTable } from './legend-table.ts'
import type { Look } from './look.ts'
import { textWidth } from './measure-text.ts'
import { fitRows } from './row-fit.ts'
import { moved, rect, text } from './svg.ts'

export interface LegendOptions {
  readonly isShown: boolean
  readonly mode: 'list' | 'table'
  readonly placement: 'bottom' | 'right'
  readonly calculations: readonly string[]
  readonly width: number | null
}

/** What a panel says of its legend; where it says nothing, there is one below. */
export function legendOptions({ options }: BoardPanel): LegendOptions {
  const legend = objectOf(options.legend)
  const mode = textOf(legend.displayMode, 'list')
  return {
    isShown: flagOf(legend.showLegend, true) && mode !== 'hidden',
    mode: mode === 'table' ? 'table' : 'list',
    placement: legend.placement === 'right' ? 'right' : 'bottom',
    calculations: textsOf(legend.calcs),
    width: typeof legend.width === 'number' ? legend.width : null,
  }
}

/** A legend and the room that it leaves. */
export interface PlacedLegend {
  readonly svg: string
  readonly plot: Rect
}

/** Lays a legend below or beside the plot. It takes at most a third of the height, or half of the width. */
export function placeLegend(
  context: Pick<DrawContext, 'width' | 'height' | 'look' | 'key'>,
  options: LegendOptions,
  items: readonly LegendItem[],
): PlacedLegend {
  const { width, height, look } = context
  const whole = { x: 0, y: 0, w: width, h: height }
  if (!options.isShown || items.length === 0 || height < 60) return { svg: '', plot: whole }
  if (options.placement === 'right' && width > 260) {
    const wanted = options.mode === 'table' ? tableWidth(items) : listWidth(items)
    const room = Math.min(options.width ?? wanted, width * (options.mode === 'table' ? 0.55 : 0.4))
    const svg =
      options.mode === 'table'
        ? legendTable(items, { width: room, height, look }).svg
        : verticalList(items, room, height, look)
    return { svg: moved(width - room, 0, svg), plot: { x: 0, y: 0, w: width - room - 14, h: height } }
  }
  const most = Math.max(20, height * (options.mode === 'table' ? 0.45 : 0.35))
  const drawn =
    options.mode === 'table' ? legendTable(items, { width, height: most, look }) : flowingList(items, width, most, look)
  const plotHeight = height - drawn.height - 6
  return { svg: moved(0, plotHeight + 6, drawn.svg), plot: { x: 0, y: 0, w: width, h: plotHeight } }
}

const [rowHeight, closestRow] = [18, 15]

export function swatch(x: number, y: number, color: string): string {
  return rect(x, y - 6, 14, 4, { rx: 2, fill: color })
}

function entryWidth({ name, values }: LegendItem): number {
  const texts = values.map(({ title, text: value }) => textWidth(`${title}: ${value}`, 12) + 8)
  return 20 + textWidth(name, 12) + texts.reduce((sum, one) => sum + one, 0)
}

function entry(item: LegendItem, x: number, y: number, width: number, look: Look): string {
  const valuesWidth = item.values.reduce(
    (sum, { title, text: value }) => sum + textWidth(`${title}: ${value}`, 12) + 8,
    0,
  )
  const nameWidth = Math.max(30, Math.min(textWidth(item.name, 12) + 1, width - 20 - valuesWidth))
  let at = x + 20 + nameWidth + 8
  const values = item.values.map(({ title, text: value }) => {
    const needed = textWidth(`${title}: ${value}`, 12)
    // What has no room is left out as a whole: half a number is a wrong number.
    const shown = at + needed > x + width + 1 ? '' : text(at, y, `${title}: ${value}`, { fill: look.soft })
    at += needed + 8
    return shown
  })
  const name = text(x + 20, y, item.name, { fill: look.text, width: nameWidth })
  return legendEntry(item, `${swatch(x, y, item.color)}${name}${values.join('')}`)
}

function flowingList(
  items: readonly LegendItem[],
  width: number,
  most: number,
  look: Look,
): { svg: string; height: number } {
  const rows = Math.max(1, Math.floor(most / rowHeight))
  const placed: { readonly item: LegendItem; readonly x: number; readonly row: number; readonly w: number }[] = []
  let [x, row] = [0, 0]
  for (const item of items) {
    const w = Math.min(entryWidth(item), width)
    if (x > 0 && x + w > width) [x, row] = [0, row + 1]
    placed.push({ item, x, row, w })
    x += w + 16
  }
  const isCut = row >= rows
  // The last row keeps room for the number of those that are left out.
  const shown = placed.filter(
    (one) => one.row < rows - 1 || (one.row === rows - 1 && (!isCut || one.x + one.w < width - 70)),
  )
  const parts = shown.map((one) => entry(one.item, one.x, one.row * rowHeight + 13, one.w, look))
  const last = shown.at(-1)
  if (isCut) {
    const at = last?.row === rows - 1 ? last.x + last.w + 16 : 0
    parts.push(text(at, (rows - 1) * rowHeight + 13, `+${items.length - shown.length} more`, { fill: look.soft }))
  }
  return { svg: parts.join(''), height: (Math.min(row, rows - 1) + 1) * rowHeight }
}

function listWidth(items: readonly LegendItem[]): number {
  return Math.max(80, ...items.map(entryWidth)) + 4
}

function tableWidth(items: readonly LegendItem[]): number {
  const columns = items[0]?.values.map((_, at) =>
    Math.max(
      ...items.map(({ values }) =>
        Math.max(textWidth(values[at]?.text ?? '', 12), textWidth(values[at]?.title ?? '', 12, 500)),
      ),
    ),
  )
  const names = Math.max(60, ...items.map(({ name }) => textWidth(name, 12)))
  return names + 34 + (columns ?? []).reduce((sum, one) => sum + one + 16, 0)
}

function verticalList(items: readonly LegendItem[], width: number, height: number, look: Look): string {
  const fit = fitRows(items.length, height, rowHeight, closestRow)
  const rest = items.length - fit.shown
  const rows = items.slice(0, fit.shown).map((item, index) => entry(item, 0, index * fit.height + 13, width, look))
  if (rest > 0) rows.push(text(20, fit.shown * fit.height + 13, `+${rest} more`, { fill: look.soft }))
  return rows.join('')
}
