import type { Rect } from '../draw/drawing.ts'
import { type Look, withAlpha } from '../draw/look.ts'
import type { ValueScale } from '../draw/value-scale.ts'
import type { ChartOption } from '../vendor/echarts.js'
import type { GraphAxis } from './graph-axes.ts'
import { type ColorStop, schemeStops } from './scheme-stops.ts'
import type { DrawnSeries } from './stack.ts'
import { bleed, timedChart } from './timed-chart.ts'
import { tooltipOf } from './tooltip.ts'

export interface GraphOptions {
  readonly series: readonly DrawnSeries[]
  readonly axes: readonly GraphAxis[]
  readonly from: number
  readonly to: number
  readonly plot: Rect
  readonly look: Look
  readonly timeZone: string
}

/** Lines and areas of a plot, for ECharts; axes, bars and points are drawn by ourselves, the same everywhere. */
export function graphOption(options: GraphOptions): ChartOption {
  const { axes, from, to } = options
  const shown = options.series.filter(({ look }) => !look.isHidden)
  const lines = shown.filter(({ look }) => look.style === 'line')
  return {
    ...timedChart(from, to),
    yAxis: axes.map(({ scale: { min, max, log } }) => ({
      type: log === null ? 'value' : 'log',
      ...(log === null ? {} : { logBase: log }),
      min,
      max,
      show: false,
      axisPointer: { show: false },
    })),
    tooltip: tooltipOf(shown, options.timeZone, options.look),
    series: lines.length > 0 ? lines.map((series) => lineOf(series, options)) : [pointerLine(shown[0]?.times ?? [])],
  }
}

/** What the crosshair and the tooltip follow where ECharts draws nothing itself. */
export function pointerLine(times: readonly number[]): ChartOption {
  return {
    type: 'line',
    data: times.map((time) => [time, 0]),
    symbol: 'none',
    silent: true,
    animation: false,
    lineStyle: { opacity: 0, width: 0 },
  }
}

function lineOf(series: DrawnSeries, options: GraphOptions): ChartOption {
  const { name, color, look, times, parts, stack } = series
  const axis = options.axes.findIndex(({ key }) => key === series.axis)
  const scale = options.axes[axis]?.scale
  const stops = scale === undefined ? null : schemeStops(series, scale, options.look)
  const values = look.log === null ? parts : parts.map((value) => (value !== null && value > 0 ? value : null))
  const points = times.map((time, index): Point => [time, values[index] ?? null])
  return {
    name,
    type: 'line',
    yAxisIndex: Math.max(0, axis),
    ...(stack === '' ? {} : { stack, stackStrategy: 'samesign' }),
    animation: false,
    silent: true,
    emphasis: { disabled: true },
    itemStyle: { color },
    data: flat(joined(points, look.spanNulls)),
    connectNulls: look.spanNulls === true,
    symbol: 'none',
    ...(look.interpolation === 'smooth' ? { smooth: 0.4, smoothMonotone: 'x' } : {}),
    ...(look.interpolation === 'stepAfter' ? { step: 'end' } : {}),
    ...(look.interpolation === 'stepBefore' ? { step: 'start' } : {}),
    lineStyle: {
      width: look.lineWidth,
      color: stops === null ? color : alongPlot(stops, options.plot),
      opacity: look.lineWidth === 0 ? 0 : 1,
      ...(look.dash === null ? {} : { type: [...look.dash] }),
    },
    ...(look.fillOpacity > 0
      ? { areaStyle: { color: fill(series, scale, options), opacity: 1, origin: originOf(scale) } }
      : {}),
  }
}

/** Areas end at zero, or at the edge of the plot that is nearest to it. */
function originOf(scale: ValueScale | undefined): 'auto' | 'start' | 'end' {
  if (scale === undefined || scale.min >= 0) return 'start'
  return scale.max <= 0 ? 'end' : 'auto'
}

/** The strength of a fill falls from the top of the plot to its bottom, as in Grafana. */
function fill(series: DrawnSeries, scale: ValueScale | undefined, { plot, look: page }: GraphOptions): unknown {
  const { color, look, stack } = series
  const alpha = look.fillOpacity / 100
  const stops = scale === undefined ? null : schemeStops(series, scale, page, alpha)
  if (stops !== null) return alongPlot(stops, plot)
  if (look.gradient !== 'opacity' && look.gradient !== 'hue') return withAlpha(color, alpha)
  const low = stack === '' ? 0.02 : alpha * 0.25
  return alongPlot(
    [
      { offset: 0, color: withAlpha(color, Math.min(1, alpha * 1.3)) },
      { offset: 1, color: withAlpha(color, low) },
    ],
    plot,
  )
}

/** A gradient from the top of the plot to its bottom, whatever part of it a shape takes. */
function alongPlot(colorStops: readonly ColorStop[], plot: Rect): unknown {
  return { type: 'linear', global: true, x: 0, y: bleed, x2: 0, y2: bleed + plot.h, colorStops }
}

type Point = readonly [time: number, value: number | null]

/** ECharts reads numbers in a row much faster than pairs. */
function flat(points: readonly Point[]): Float64Array {
  const numbers = new Float64Array(points.length * 2)
  points.forEach(([time, value], index) => void numbers.set([time, value ?? Number.NaN], index * 2))
  return numbers
}

/** Leaves out the samples of gaps that are short enough to be joined over. */
function joined(points: readonly Point[], spanNulls: boolean | number): readonly Point[] {
  if (typeof spanNulls !== 'number') return points
  const kept: Point[] = []
  let gap: Point[] = []
  for (const point of points) {
    if (point[1] === null) {
      gap.push(point)
      continue
    }
    const before = kept.at(-1)?.[0] ?? null
    if (gap.length > 0 && (before === null || point[0] - before > spanNulls)) kept.push(...gap)
    gap = []
    kept.push(point)
  }
  return [...kept, ...gap]
}
