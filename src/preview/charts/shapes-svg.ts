import type { Rect } from '../draw/drawing.ts'
import { type Look, withAlpha } from '../draw/look.ts'
import { element, round } from '../draw/svg.ts'
import { type GraphAxis, yOf } from './graph-axes.ts'
import { schemeStops } from './scheme-stops.ts'
import type { DrawnSeries } from './stack.ts'

export interface ShapesOptions {
  readonly axes: readonly GraphAxis[]
  readonly plot: Rect
  readonly from: number
  readonly to: number
  readonly look: Look
  /** Begins ids in the markup. */
  readonly key: string
}

/** Pixels, as in Grafana. */
const widestBar = 200

/** Bars and points: one path for each series, since thousands of small shapes are slow to make and to show. */
export function shapesSvg(series: readonly DrawnSeries[], options: ShapesOptions): string {
  const paths = series.map((one, index) => {
    const axis = options.axes.find(({ key }) => key === one.axis)
    if (axis === undefined || one.look.isHidden) return ''
    return (one.look.style === 'bars' ? barsOf : pointsOf)(one, axis, `${options.key}-paint${index}`, options)
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

interface Paint {
  readonly color: string
  /** What has to stand before it is used. */
  readonly definition: string
}

/** The colour of a series, or the colours along the axis. */
function paintOf(series: DrawnSeries, { scale }: GraphAxis, id: string, alpha: number, options: ShapesOptions): Paint {
  const stops = schemeStops(series, scale, options.look, alpha)
  if (stops === null) return { color: withAlpha(series.color, alpha), definition: '' }
  const { y, h } = options.plot
  const content = stops.map(({ offset, color }) => element('stop', { offset: offset.toFixed(4), 'stop-color': color }))
  const attributes = { id, gradientUnits: 'userSpaceOnUse', x1: 0, y1: y, x2: 0, y2: y + h }
  return { color: `url(#${id})`, definition: element('linearGradient', attributes, content.join('')) }
}

function barsOf(series: DrawnSeries, axis: GraphAxis, id: string, options: ShapesOptions): string {
  const { times, tops, parts, look, color } = series
  const { scale } = axis
  const y = (value: number): number => yOf(value, scale, options.plot)
  const step = times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : options.to - options.from
  const room = (step / (options.to - options.from)) * options.plot.w
  // Gaps between bars of few pixels would shimmer.
  const width = Math.min(widestBar, Math.max(1, room * Math.min(1, room > 4 ? look.barWidth : 1)))
  const offset = (width / 2) * (look.barAlignment - 1)
  const zero = scale.log === null ? Math.min(scale.max, Math.max(scale.min, 0)) : scale.min
  let d = ''
  times.forEach((time, index) => {
    const [top, part] = [tops[index], parts[index]]
    if (top === null || top === undefined || part === null || part === undefined || part === 0) return
    const below = top - part
    const [start, end] = [y(top), y(scale.log === null ? below : Math.max(below, zero))]
    d += `M${round(xOf(time, options) + offset)} ${round(start)}h${round(width)}V${round(end)}h${round(-width)}z`
  })
  if (d === '') return ''
  const isOutlined = look.lineWidth > 0 && width > 3
  const fill = paintOf(series, axis, id, Math.max(0.1, look.fillOpacity / 100), options)
  const stroke = fill.definition === '' ? color : fill.color
  const outline = isOutlined ? { stroke, 'stroke-width': look.lineWidth } : {}
  return fill.definition + element('path', { d, fill: fill.color, ...outline })
}

/** All points where that is asked for or where there is room; else those that no line reaches. */
function pointsOf(series: DrawnSeries, axis: GraphAxis, id: string, options: ShapesOptions): string {
  const { times, tops, look } = series
  const { scale } = axis
  const y = (value: number): number => yOf(value, scale, options.plot)
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
  if (d === '') return ''
  const stroke = paintOf(series, axis, id, 1, options)
  const shape = { d, stroke: stroke.color, 'stroke-width': look.pointSize, 'stroke-linecap': 'round', fill: 'none' }
  return stroke.definition + element('path', shape)
}
