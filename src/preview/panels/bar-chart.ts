import { numberOf, objectOf, textOf } from '../board/json-value.ts'
import { barPlot } from '../charts/bar-plot.ts'
import { seriesColor } from '../charts/series-color.ts'
import type { DrawContext, Drawing } from '../draw/drawing.ts'
import { legendOptions, placeLegend } from '../draw/legend.ts'
import { noData } from '../draw/no-data.ts'
import { reduce } from '../draw/reduce.ts'
import { fullTime } from '../draw/time-ticks.ts'
import { written } from '../draw/written.ts'
import { getFieldDisplayName } from '../vendor/grafana-data.js'

/** Bars for the rows of a table: the first column of texts or times names them. */
export function drawBarChart(context: DrawContext): Drawing {
  const { frames, panel, look, timeZone } = context
  const frame = frames.find(({ length }) => length > 0)
  const named = textOf(panel.options.xField)
  const names =
    frame?.fields.find((field) => named !== '' && getFieldDisplayName(field, frame, [...frames]) === named) ??
    frame?.fields.find(({ type }) => type === 'string') ??
    frame?.fields.find(({ type }) => type === 'time')
  const numbers = frame?.fields.filter((field) => field.type === 'number' && field !== names) ?? []
  if (frame === undefined || names === undefined || numbers.length === 0) return noData(context)
  const groups = numbers.map((field) => ({
    name: getFieldDisplayName(field, frame, [...frames]),
    color: seriesColor(field, look),
    values: field.values.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null)),
    display: field.display ?? ((value: unknown) => ({ text: String(value), numeric: Number(value) })),
    field,
  }))
  const options = legendOptions(panel)
  const items = groups.map(({ name, color, field }) => ({
    name,
    color,
    values: reduce(field, options.calculations).map(({ title, value }) => ({ title, text: written(value) })),
  }))
  const { svg: legend, plot } = placeLegend(context, options, items)
  const custom = objectOf(numbers[0]?.config.custom)
  const { svg, chart } = barPlot(context, plot, {
    names: names.values.map((value) =>
      names.type === 'time' ? fullTime(Number(value), timeZone).slice(5, 16) : String(value ?? ''),
    ),
    groups,
    isStacked: textOf(panel.options.stacking, 'none') !== 'none',
    opacity: numberOf(custom.fillOpacity, 80) / 100,
    share: numberOf(panel.options.groupWidth, 0.7),
    unit: numbers[0]?.config.unit ?? '',
  })
  return { svg: svg + legend, charts: [chart] }
}
