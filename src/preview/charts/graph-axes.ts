import type { Rect } from '../draw/drawing.ts'
import type { Look } from '../draw/look.ts'
import { cutText, textWidth } from '../draw/measure-text.ts'
import { element, line, text } from '../draw/svg.ts'
import { timeTicks } from '../draw/time-ticks.ts'
import { tickLabels, type ValueScale, valueScale } from '../draw/value-scale.ts'
import { formattedValueToString, getValueFormat } from '../vendor/grafana-data.js'
import type { GraphSeries } from './graph-series.ts'
import type { DrawnSeries } from './stack.ts'

/** A value axis of a plot. */
export interface GraphAxis {
  readonly key: string
  readonly side: 'left' | 'right' | 'hidden'
  readonly scale: ValueScale
  readonly labels: readonly string[]
  readonly title: string
  /** Pixels that it takes beside the plot. */
  readonly width: number
}

/** One axis for each unit and range; the first stands on the left, others where they want or on the right. */
export function graphAxes(
  series: readonly DrawnSeries[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly GraphAxis[] {
  const keys = [...new Set(series.map(({ axis }) => axis))]
  let isLeftTaken = false
  return keys.map((key) => {
    const own = series.filter(({ axis }) => axis === key)
    const placement = own[0]?.look.placement ?? 'auto'
    const side = placement === 'auto' ? (isLeftTaken ? 'right' : 'left') : placement
    if (side === 'left') isLeftTaken = true
    return axisOf(key, own, side, { width, height })
  })
}

function axisOf(
  key: string,
  series: readonly DrawnSeries[],
  side: GraphAxis['side'],
  { width, height }: { readonly width: number; readonly height: number },
): GraphAxis {
  const [first] = series
  const config = first?.field.config ?? {}
  const look = first?.look
  const isPercent = look?.stacking === 'percent'
  const extent = extentOf(series)
  const scale = valueScale({
    ...extent,
    min: isPercent ? Math.min(0, extent.low < 0 ? -1 : 0) : (config.min ?? null),
    max: isPercent ? 1 : (config.max ?? null),
    softMin: look?.softMin ?? null,
    softMax: look?.softMax ?? null,
    unit: isPercent ? 'percentunit' : (config.unit ?? ''),
    height,
    log: look?.log ?? null,
    isCentered: look?.isCentered ?? false,
    decimals: isPercent ? null : (config.decimals ?? null),
  })
  const percent = getValueFormat('percentunit')
  const display: GraphSeries['display'] = isPercent
    ? (value, decimals) => percent(Number(value), decimals)
    : (first?.display ?? ((value) => ({ text: String(value), numeric: Number(value) })))
  const decimals = isPercent ? null : (config.decimals ?? null)
  const set = tickLabels(scale.ticks, display, decimals)
  // Ticks that say the same say nothing: then the panel's own decimals are too few.
  const isClear = decimals === null || new Set(set).size === set.length
  const format = getValueFormat(config.unit ?? 'none')
  const labels = (isClear ? set : tickLabels(scale.ticks, (value, own) => format(Number(value), own), null)).map(
    (label) => cutText(label, width * 0.28, 11),
  )
  const title = look?.axisLabel ?? ''
  const room = Math.max(16, ...labels.map((label) => textWidth(label, 11))) + 8 + (title === '' ? 0 : 16)
  return { key, side, scale, labels, title, width: side === 'hidden' ? 0 : room }
}

function extentOf(series: readonly DrawnSeries[]): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { tops, look } of series) {
    if (look.isHidden) continue
    for (const value of tops) {
      if (value === null || (look.log !== null && value <= 0)) continue
      if (value < low) low = value
      if (value > high) high = value
    }
    // Bars and stacks stand on zero.
    if ((look.style === 'bars' || look.stacking !== 'none') && look.log === null && high >= low)
      [low, high] = [Math.min(low, 0), Math.max(high, 0)]
  }
  return { low, high }
}

/** The plot that axes leave of a rectangle. */
export function plotWithin(outer: Rect, axes: readonly GraphAxis[]): Rect {
  const room = (side: GraphAxis['side']): number =>
    axes.filter((axis) => axis.side === side).reduce((sum, { width }) => sum + width, 0)
  const [left, right] = [Math.max(4, room('left')), Math.max(8, room('right'))]
  return { x: outer.x + left, y: outer.y + 6, w: Math.max(10, outer.w - left - right), h: Math.max(10, outer.h - 26) }
}

/** Where a value stands. */
export function yOf(value: number, { min, max, log }: ValueScale, plot: Rect): number {
  const share = log === null ? (value - min) / (max - min) : Math.log(value / min) / Math.log(max / min)
  return plot.y + plot.h * (1 - share)
}

/** Grid, ticks and labels of all axes. */
export function axesSvg(axes: readonly GraphAxis[], plot: Rect, look: Look): string {
  const parts: string[] = []
  const gridded = axes.find(({ side }) => side !== 'hidden')
  let [left, right] = [plot.x, plot.x + plot.w]
  for (const axis of axes) {
    if (axis.side === 'hidden') continue
    const isLeft = axis.side === 'left'
    axis.scale.ticks.forEach((tick, index) => {
      const y = yOf(tick, axis.scale, plot)
      if (axis === gridded) parts.push(line(plot.x, crisp(y), plot.x + plot.w, crisp(y), { stroke: look.grid }))
      const x = isLeft ? left - 8 : right + 8
      const anchor = isLeft ? 'end' : 'start'
      parts.push(text(x, y + 4, axis.labels[index] ?? '', { size: 11, fill: look.soft, anchor }))
    })
    if (axis.title !== '')
      parts.push(axisTitle(axis, isLeft ? left - axis.width + 10 : right + axis.width - 4, plot, look))
    if (isLeft) left -= axis.width
    else right += axis.width
  }
  return parts.join('')
}

function axisTitle({ title }: GraphAxis, x: number, plot: Rect, look: Look): string {
  const transform = `rotate(-90 ${Math.round(x)} ${Math.round(plot.y + plot.h / 2)})`
  const content = text(x, plot.y + plot.h / 2, title, { size: 11, fill: look.soft, anchor: 'middle', width: plot.h })
  return element('g', { transform }, content)
}

/** The time axis below a plot. */
export function timeAxisSvg(from: number, to: number, plot: Rect, timeZone: string, look: Look): string {
  return timeTicks(from, to, plot.w, timeZone)
    .map(({ time, label }) => {
      const x = plot.x + (plot.w * (time - from)) / (to - from)
      const half = textWidth(label, 11) / 2
      const at = Math.min(plot.x + plot.w + 6 - half, Math.max(plot.x - 10 + half, x))
      return [
        line(crisp(x), plot.y, crisp(x), plot.y + plot.h, { stroke: look.grid }),
        text(at, plot.y + plot.h + 16, label, { size: 11, fill: look.soft, anchor: 'middle' }),
      ].join('')
    })
    .join('')
}

/** Lines of one pixel are sharp between pixels. */
export function crisp(value: number): number {
  return Math.floor(value) + 0.5
}

/** A single value, as in tooltips; that of a series which is turned downwards has the sign of its data. */
export function valueText(series: GraphSeries, value: number | null): string {
  if (value === null) return ''
  const own = series.look.transform === 'negative-Y' ? -value : value
  return formattedValueToString(series.display(own))
}
