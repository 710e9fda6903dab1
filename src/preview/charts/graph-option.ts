import type { Rect } from '../draw/drawing.ts'
import { type Look, withAlpha } from '../draw/look.ts'
import type { ChartOption } from '../vendor/echarts.js'
import type { GraphAxis } from './graph-axes.ts'
import type { DrawnSeries } from './stack.ts'
import { timedChart } from './timed-chart.ts'
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

/** The series of a plot, for ECharts; axes and grid are drawn by ourselves, so that they are the same everywhere. */
export function graphOption(options: GraphOptions): ChartOption {
  const { axes, from, to } = options
  const shown = options.series.filter(({ look }) => !look.isHidden)
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
    series: shown.map((series) => seriesOption(series, options)),
  }
}

function seriesOption(series: DrawnSeries, options: GraphOptions): ChartOption {
  const { name, color, look, times, parts, stack } = series
  const axis = options.axes.findIndex(({ key }) => key === series.axis)
  const shared = {
    name,
    yAxisIndex: Math.max(0, axis),
    ...(stack === '' ? {} : { stack, stackStrategy: 'samesign' }),
    animation: false,
    silent: true,
    emphasis: { disabled: true },
    itemStyle: { color },
  }
  const scale = options.axes[axis]?.scale
  const values = look.log === null ? parts : parts.map((value) => (value !== null && value > 0 ? value : null))
  if (look.style === 'bars') return { ...shared, ...bars(series, values, options) }
  const points = times.map((time, index) => [time, values[index] ?? null])
  const isPoints = look.style === 'points'
  const lineWidth = isPoints ? 0 : look.lineWidth
  return {
    ...shared,
    type: 'line',
    data: markedPoints(joined(points, look.spanNulls), series, options.plot.w),
    connectNulls: look.spanNulls === true,
    symbol: 'circle',
    symbolSize: look.pointSize,
    showSymbol: true,
    showAllSymbol: true,
    ...(look.interpolation === 'smooth' ? { smooth: 0.4, smoothMonotone: 'x' } : {}),
    ...(look.interpolation === 'stepAfter' ? { step: 'end' } : {}),
    ...(look.interpolation === 'stepBefore' ? { step: 'start' } : {}),
    lineStyle: {
      width: lineWidth,
      color,
      opacity: lineWidth === 0 ? 0 : 1,
      ...(look.dash === null ? {} : { type: [...look.dash] }),
    },
    ...(look.fillOpacity > 0 && !isPoints
      ? { areaStyle: { color: fill(series, options), opacity: 1, origin: originOf(scale?.min ?? 0, scale?.max ?? 0) } }
      : {}),
  }
}

/** Areas end at zero, or at the edge of the plot that is nearest to it. */
function originOf(min: number, max: number): 'auto' | 'start' | 'end' {
  if (min >= 0) return 'start'
  return max <= 0 ? 'end' : 'auto'
}

/** The strength of a fill falls from the top of the plot to its bottom, as in Grafana. */
function fill({ color, look, stack }: DrawnSeries, { plot }: GraphOptions): unknown {
  const alpha = look.fillOpacity / 100
  if (look.gradient !== 'opacity' && look.gradient !== 'hue') return withAlpha(color, alpha)
  const low = stack === '' ? 0.02 : alpha * 0.25
  return {
    type: 'linear',
    global: true,
    x: 0,
    y: 0,
    x2: 0,
    y2: plot.h,
    colorStops: [
      { offset: 0, color: withAlpha(color, Math.min(1, alpha * 1.3)) },
      { offset: 1, color: withAlpha(color, low) },
    ],
  }
}

function bars(series: DrawnSeries, values: readonly (number | null)[], { plot }: GraphOptions): ChartOption {
  const { look, color, times } = series
  const width = Math.max(1, (plot.w / Math.max(1, times.length)) * Math.min(1, look.barWidth * 1.6))
  return {
    type: 'bar',
    barWidth: width,
    barGap: '-100%',
    data: times.map((time, index) => [time, values[index] ?? null]),
    itemStyle: {
      color: withAlpha(color, Math.max(0.1, look.fillOpacity / 100)),
      ...(look.lineWidth > 0 && width > 3 ? { borderColor: color, borderWidth: look.lineWidth } : {}),
    },
  }
}

type Point = readonly (number | null)[]

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
    if (gap.length > 0 && (before === null || Number(point[0]) - before > spanNulls)) kept.push(...gap)
    gap = []
    kept.push(point)
  }
  return [...kept, ...gap]
}

/** Dots on all points, or on those that no line reaches. */
function markedPoints(points: readonly Point[], { look, color }: DrawnSeries, width: number): readonly unknown[] {
  const isDense = points.length * look.pointSize * 2 > width
  const showAll = look.style === 'points' || look.points === 'always' || (look.points === 'auto' && !isDense)
  return points.map((point, index) => {
    const isAlone = (points[index - 1]?.[1] ?? null) === null && (points[index + 1]?.[1] ?? null) === null
    const isShown = point[1] !== null && (showAll || (isAlone && look.points === 'auto'))
    return isShown ? { value: point, itemStyle: { color } } : { value: point, symbol: 'none' }
  })
}
