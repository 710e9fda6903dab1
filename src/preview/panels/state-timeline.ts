import { flagOf, numberOf, objectOf, textOf } from '../board/json-value.ts'
import { timeAxisSvg } from '../charts/graph-axes.ts'
import { pointerLine } from '../charts/graph-option.ts'
import { chartRect, timedChart } from '../charts/timed-chart.ts'
import { nearest, pointedTime, tooltipBox, tooltipText } from '../charts/tooltip.ts'
import type { TimeRange } from '../data/time-range.ts'
import { annotationMarks } from '../draw/annotation-marks.ts'
import type { DrawContext, Drawing, Rect } from '../draw/drawing.ts'
import { legendOptions, placeLegend } from '../draw/legend.ts'
import type { LegendItem } from '../draw/legend-item.ts'
import { mix, withAlpha } from '../draw/look.ts'
import { cutText, textWidth } from '../draw/measure-text.ts'
import { noData } from '../draw/no-data.ts'
import { rect, text } from '../draw/svg.ts'
import { fullTime } from '../draw/time-ticks.ts'
import type { ChartOption } from '../vendor/echarts.js'
import { type StateRow, stateRows } from './state-rows.ts'

/** A band for each series, coloured by its state. */
export function drawStateTimeline(context: DrawContext): Drawing {
  return drawBands(context, flagOf(context.panel.options.mergeValues, true), 1)
}

/** A cell for each moment of each series. */
export function drawStatusHistory(context: DrawContext): Drawing {
  return drawBands(context, false, numberOf(context.panel.options.colWidth, 0.9))
}

/** Of a legend; numbers that are no states would fill the panel. */
const mostStates = 12

function drawBands(context: DrawContext, isMerged: boolean, columnWidth: number): Drawing {
  const { panel, look, data, timeZone } = context
  const all = stateRows(context, isMerged)
  if (all.every(({ cells }) => cells.length === 0)) return noData(context)
  const { svg: legend, plot: outer } = placeLegend(
    context,
    { ...legendOptions(panel), calculations: [] },
    legendItems(all, look),
  )
  const fits = Math.max(1, Math.floor((outer.h - 26) / 12))
  const rows = all.length > fits ? all.slice(0, fits - 1 || 1) : all
  const nameWidth = Math.min(Math.max(...rows.map(({ name }) => textWidth(name, 11))) + 12, outer.w * 0.6)
  const plot: Rect = {
    x: outer.x + nameWidth,
    y: outer.y + 2,
    w: Math.max(20, outer.w - nameWidth - 8),
    h: Math.max(12, outer.h - 24),
  }
  const height = plot.h / rows.length
  const names = rows.map(({ name }, index) =>
    text(plot.x - 8, plot.y + (index + 0.5) * height + 4, name, {
      size: 11,
      fill: look.text,
      anchor: 'end',
      width: nameWidth - 10,
    }),
  )
  const { from, to } = data.plan.range
  const share = numberOf(panel.options.rowHeight, 0.85)
  const showsText = textOf(panel.options.showValue, 'auto')
  const opacity = numberOf(objectOf(rows[0]?.field.config.custom).fillOpacity, 70) / 100
  const option: ChartOption = {
    ...timedChart(from, to),
    yAxis: { type: 'value', min: 0, max: rows.length, inverse: true, show: false, axisPointer: { show: false } },
    tooltip: tooltipBox(look, 'axis', (params) => tooltip(params, rows, timeZone)),
    series: [pointerLine(rows[0]?.times ?? [])],
  }
  const svg = [
    ...names,
    timeAxisSvg(from, to, plot, timeZone, look),
    bandsSvg(rows, plot, data.plan.range, { share, columnWidth, opacity, showsText, look }),
    annotationMarks(context.annotations, { from, to }, plot, look),
    all.length > rows.length
      ? text(plot.x, outer.h - 6, `+${all.length - rows.length} more`, { size: 11, fill: look.soft })
      : '',
    legend,
  ].join('')
  return { svg, charts: [{ rect: chartRect(plot), option, isTimed: true }] }
}

interface BandOptions {
  readonly share: number
  readonly columnWidth: number
  readonly opacity: number
  readonly showsText: string
  readonly look: DrawContext['look']
}

function bandsSvg(rows: readonly StateRow[], plot: Rect, { from, to }: TimeRange, options: BandOptions): string {
  const { share, columnWidth, opacity, showsText, look } = options
  const rowHeight = plot.h / rows.length
  const height = Math.max(2, rowHeight * share)
  const xOf = (time: number): number => plot.x + (plot.w * (Math.min(to, Math.max(from, time)) - from)) / (to - from)
  const parts = rows.flatMap(({ cells }, row) => {
    const middle = plot.y + (row + 0.5) * rowHeight
    return cells
      .filter((cell) => cell.to > from && cell.from < to)
      .map((cell) => {
        const x = xOf(cell.from)
        const width = Math.max(1, (xOf(cell.to) - x) * columnWidth)
        const box = rect(x, middle - height / 2, width, height, { fill: withAlpha(cell.color, opacity) })
        const shown = showsText === 'never' || height < 12 ? '' : cutText(cell.text, width - 8, 11, 500)
        if (shown === '' || (showsText === 'auto' && shown !== cell.text)) return box
        const ink = look.theme.colors.getContrastText(mix(look.panel, cell.color, opacity))
        return box + text(x + 5, middle + 4, shown, { size: 11, weight: 500, fill: ink })
      })
  })
  return parts.join('')
}

/** As in Grafana: thresholds where they alone give the colours, else the states. */
function legendItems(rows: readonly StateRow[], look: DrawContext['look']): readonly LegendItem[] {
  const { color, thresholds, mappings = [] } = rows[0]?.field.config ?? {}
  if (color?.mode?.startsWith('continuous') === true) return []
  if (color?.mode !== 'thresholds' || thresholds === undefined || thresholds.steps.length < 2 || mappings.length > 0)
    return stateItems(rows)
  const sign = thresholds.mode === 'percentage' ? '%' : ''
  return thresholds.steps.map((step, index) => ({
    name: index === 0 ? `< ${thresholds.steps[1]?.value}${sign}` : `${step.value}${sign}+`,
    color: look.color(step.color),
    values: [],
  }))
}

function stateItems(rows: readonly StateRow[]): readonly LegendItem[] {
  const found = new Map<string, LegendItem>()
  for (const { cells } of rows)
    for (const { text: name, color } of cells) {
      if (found.size >= mostStates) break
      if (!found.has(`${name}|${color}`)) found.set(`${name}|${color}`, { name, color, values: [] })
    }
  return [...found.values()]
}

function tooltip(params: unknown, rows: readonly StateRow[], timeZone: string): string {
  const time = pointedTime(params)
  if (time === null) return ''
  const found = rows.flatMap(({ name, times, field, cells }) => {
    // The last state is there at its end too, which may be the last sample of the range.
    const cell = cells.findLast(({ from, to }) => from <= time && time <= to)
    const value = field.values[nearest(times, time)]
    return cell === undefined || value === null ? [] : [{ color: cell.color, name, value: cell.text }]
  })
  return tooltipText(fullTime(time, timeZone), found)
}
