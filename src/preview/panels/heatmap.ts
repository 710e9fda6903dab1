import { flagOf, numberOf, objectOf, textOf } from '../board/json-value.ts'
import { timeAxisSvg } from '../charts/graph-axes.ts'
import { pointerLine } from '../charts/graph-option.ts'
import { chartRect, timedChart } from '../charts/timed-chart.ts'
import { nearest, pointedTime, tooltipBox, tooltipText } from '../charts/tooltip.ts'
import type { TimeRange } from '../data/time-range.ts'
import { annotationMarks } from '../draw/annotation-marks.ts'
import type { DrawContext, Drawing, Rect } from '../draw/drawing.ts'
import { textWidth } from '../draw/measure-text.ts'
import { noData } from '../draw/no-data.ts'
import { element, round, text } from '../draw/svg.ts'
import { fullTime } from '../draw/time-ticks.ts'
import type { ChartOption } from '../vendor/echarts.js'
import { formattedValueToString, getValueFormat } from '../vendor/grafana-data.js'
import { type Buckets, bucketsOf } from './heatmap-buckets.ts'
import { colorScale, scaleSvg } from './heatmap-colors.ts'

/** Counts by time and size, as colours. */
export function drawHeatmap(context: DrawContext): Drawing {
  const { panel, look, data, timeZone, width, height } = context
  const buckets = bucketsOf(context)
  if (buckets === null) return noData(context)
  const hasScale = flagOf(objectOf(panel.options.legend).show, true) && height > 110
  const labels = labelsOf(buckets, context)
  const room = Math.max(...labels.map((label) => textWidth(label, 11))) + 12
  const plot: Rect = {
    x: room,
    y: 6,
    w: Math.max(20, width - room - 8),
    h: Math.max(10, height - (hasScale ? 58 : 26)),
  }
  const { from, to } = data.plan.range
  const values = buckets.rows.flatMap((row) => row.values.filter((value) => value !== null && value > 0)) as number[]
  const highest = Math.max(0, ...values)
  const scale = colorScale(objectOf(panel.options.color), { low: 0, high: highest }, look)
  const option: ChartOption = {
    ...timedChart(from, to),
    yAxis: { type: 'value', min: 0, max: buckets.rows.length, show: false, axisPointer: { show: false } },
    tooltip: tooltipBox(look, 'axis', (params) => tooltip(params, buckets, labels, context, scale.color)),
    series: [pointerLine(buckets.times)],
  }
  const svg = [
    axis(labels, plot, look.soft),
    timeAxisSvg(from, to, plot, timeZone, look),
    cellsSvg(buckets, plot, data.plan.range, scale.color),
    annotationMarks(context.annotations, { from, to }, plot, look),
    hasScale
      ? scaleSvg(
          scale,
          { x: plot.x, y: plot.y + plot.h + 28, w: Math.min(220, plot.w * 0.5) },
          context,
          countText(context),
        )
      : '',
  ].join('')
  return { svg, charts: [{ rect: chartRect(plot), option, isTimed: true }] }
}

/** Labels stand at the upper bounds of buckets; names that are no bounds in the middle of their row. */
function axis(labels: readonly string[], plot: Rect, ink: string): string {
  const height = plot.h / labels.length
  const every = Math.max(1, Math.ceil(14 / height))
  return labels
    .map((label, index) =>
      (labels.length - 1 - index) % every === 0
        ? text(plot.x - 8, plot.y + plot.h - (index + 0.5) * height + 4, label, { size: 11, fill: ink, anchor: 'end' })
        : '',
    )
    .join('')
}

function labelsOf({ rows }: Buckets, { panel }: DrawContext): readonly string[] {
  const unit = textOf(objectOf(panel.options.yAxis).unit) || textOf(panel.fieldConfig.defaults.unit)
  const format = getValueFormat(unit === '' ? 'short' : unit)
  return rows.map(({ name, bound }) => {
    if (bound === null) return name
    return Number.isFinite(bound) ? formattedValueToString(format(bound)) : '+Inf'
  })
}

/** How a count is written; its unit is that of cells, which is not that of bounds. */
function countText({ panel }: DrawContext): (value: number) => string {
  const format = getValueFormat(textOf(objectOf(panel.options.cellValues).unit, 'short'))
  return (value) => formattedValueToString(format(value))
}

/** Cells of one colour are one path: there are thousands of them. */
function cellsSvg(
  { rows, times, step }: Buckets,
  plot: Rect,
  { from, to }: TimeRange,
  colorOf: (value: number) => string,
): string {
  const paths = new Map<string, string>()
  const height = plot.h / rows.length
  const xOf = (time: number): number => plot.x + (plot.w * (Math.min(to, Math.max(from, time)) - from)) / (to - from)
  const wide = (plot.w * step) / (to - from)
  // A gap between narrow cells would shimmer.
  const between = wide >= 6 ? 1 : -0.4
  rows.forEach(({ values }, row) => {
    const y = plot.y + plot.h - (row + 1) * height
    values.forEach((value, index) => {
      const time = times[index] ?? 0
      if (value === null || value <= 0 || time + step <= from || time >= to) return
      const [x, right] = [xOf(time), xOf(time + step)]
      const color = colorOf(value)
      const w = Math.max(0.5, right - x - between)
      const d = `M${round(x)} ${round(y)}h${round(w)}v${round(height - 1)}h${round(-w)}z`
      paths.set(color, (paths.get(color) ?? '') + d)
    })
  })
  return [...paths].map(([fill, d]) => element('path', { d, fill })).join('')
}

function tooltip(
  params: unknown,
  { rows, times }: Buckets,
  labels: readonly string[],
  context: DrawContext,
  colorOf: (value: number) => string,
): string {
  const time = pointedTime(params)
  if (time === null) return ''
  const index = nearest(times, time)
  const written = countText(context)
  const found = rows.flatMap(({ values }, row) => {
    const value = values[index] ?? null
    return value === null || value <= numberOf(objectOf(context.panel.options.filterValues).le, 0)
      ? []
      : [{ color: colorOf(value), name: labels[row] ?? '', value: written(value) }]
  })
  return tooltipText(fullTime(times[index] ?? time, context.timeZone), found.reverse())
}
