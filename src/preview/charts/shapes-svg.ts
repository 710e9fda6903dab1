import type { Rect } from '../draw/drawing.ts'
import { withAlpha } from '../draw/look.ts'
import { element, round } from '../draw/svg.ts'
import { type GraphAxis, yOf } from './graph-axes.ts'
import type { DrawnSeries } from './stack.ts'

export interface ShapesOptions {
  readonly axes: readonly GraphAxis[]
  readonly plot: Rect
  readonly from: number
  readonly to: number
  /** Begins ids in the markup. */
  readonly key: string
}

/** Bars and points: one path for each series, since thousands of small shapes are slow to make and to show. */
export function shapesSvg(series: readonly DrawnSeries[], options: ShapesOptions): string {
  const paths = series.flatMap((one) => {
    const axis = options.axes.find(({ key }) => key === one.axis)
    if (axis === undefined || one.look.isHidden) return []
    const y = (value: number): number => yOf(value, axis.scale, options.plot)
    if (one.look.style === 'bars') return [barsOf(one, y, axis, options)]
    return [pointsOf(one, y, axis, options)]
  })
  const content = paths.join('')
  if (content === '') return ''
  const { x, y, w, h } = options.plot
  const id = `${options.key}-shapes`
  const clip = element('clipPath', { id }, element('rect', { x: x - 3, y: y - 3, width: w + 6, height: h + 6 }))
  return clip + element('g', { 'clip-path': `url(#${id})` }, content)
}

function xOf(time: number, { plot, from, to }: ShapesOptions): number {
  return plot.x + (plot.w * (time - from)) / (to - from)
}

function barsOf(
  { times, tops, parts, look, color }: DrawnSeries,
  y: (value: number) => number,
  { scale }: GraphAxis,
  options: ShapesOptions,
): string {
  const step = times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : options.to - options.from
  const room = (step / (options.to - options.from)) * options.plot.w
  const width = Math.max(1, room * Math.min(1, room > 4 ? look.barWidth : 1))
  const zero = scale.log === null ? Math.min(scale.max, Math.max(scale.min, 0)) : scale.min
  let d = ''
  times.forEach((time, index) => {
    const [top, part] = [tops[index], parts[index]]
    if (top === null || top === undefined || part === null || part === undefined || part === 0) return
    const below = top - part
    const [start, end] = [y(top), y(scale.log === null ? below : Math.max(below, zero))]
    d += `M${round(xOf(time, options) - width / 2)} ${round(start)}h${round(width)}V${round(end)}h${round(-width)}z`
  })
  const isOutlined = look.lineWidth > 0 && width > 3
  return d === ''
    ? ''
    : element('path', {
        d,
        fill: withAlpha(color, Math.max(0.1, look.fillOpacity / 100)),
        stroke: isOutlined ? color : undefined,
        'stroke-width': isOutlined ? look.lineWidth : undefined,
      })
}

/** All points where that is asked for or where there is room; else those that no line reaches. */
function pointsOf(
  { times, tops, look, color }: DrawnSeries,
  y: (value: number) => number,
  { scale }: GraphAxis,
  options: ShapesOptions,
): string {
  if (look.style === 'line' && look.points === 'never') return ''
  const isDense = times.length * look.pointSize * 2 > options.plot.w
  const showAll = look.style === 'points' || look.points === 'always' || !isDense
  const isThere = (index: number): boolean => (tops[index] ?? null) !== null
  let d = ''
  tops.forEach((top, index) => {
    if (top === null || (scale.log !== null && top <= 0)) return
    if (!showAll && (isThere(index - 1) || isThere(index + 1))) return
    d += `M${round(xOf(times[index] ?? 0, options))} ${round(y(top))}h0`
  })
  return d === ''
    ? ''
    : element('path', { d, stroke: color, 'stroke-width': look.pointSize, 'stroke-linecap': 'round', fill: 'none' })
}
