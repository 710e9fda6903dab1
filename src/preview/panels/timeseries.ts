import { axesSvg, graphAxes, plotWithin, timeAxisSvg } from '../charts/graph-axes.ts'
import { graphOption } from '../charts/graph-option.ts'
import { type GraphSeries, graphSeries } from '../charts/graph-series.ts'
import { shapesSvg } from '../charts/shapes-svg.ts'
import { stackSeries } from '../charts/stack.ts'
import { thresholdMarks } from '../charts/threshold-marks.ts'
import { chartRect } from '../charts/timed-chart.ts'
import { annotationMarks } from '../draw/annotation-marks.ts'
import type { DrawContext, Drawing } from '../draw/drawing.ts'
import { legendOptions, placeLegend } from '../draw/legend.ts'
import type { LegendItem } from '../draw/legend-item.ts'
import { message, noData } from '../draw/no-data.ts'
import { reduce } from '../draw/reduce.ts'
import { written } from '../draw/written.ts'

/** Lines, areas, bars and points over time. */
export function drawTimeseries(context: DrawContext): Drawing {
  const { frames, look, data, timeZone, panel } = context
  const series = graphSeries(context)
  if (series.length === 0)
    return frames.some(({ length }) => length > 0) ? message(context, 'The data has no time field') : noData(context)
  const drawn = stackSeries(series)
  const options = legendOptions(panel)
  const items = series.filter((one) => one.look.isInLegend).map((one) => legendItem(one, options.calculations))
  const legend = placeLegend(context, options, items)
  const visible = drawn.filter((one) => !one.look.isHidden)
  const axes = graphAxes(visible.length > 0 ? visible : drawn, { width: legend.plot.w, height: legend.plot.h - 26 })
  const plot = plotWithin(legend.plot, axes)
  const { from, to } = data.plan.range
  const option = graphOption({ series: drawn, axes, from, to, plot, look, timeZone })
  const svg = [
    axesSvg(axes, plot, look),
    timeAxisSvg(from, to, plot, timeZone, look),
    thresholdMarks(visible, axes, plot, look),
    shapesSvg(drawn, { axes, plot, from, to, look, key: context.key }),
    annotationMarks(context.annotations, { from, to }, plot, look),
    legend.svg,
  ].join('')
  return { svg, charts: [{ rect: chartRect(plot), option, isTimed: true }] }
}

function legendItem(series: GraphSeries, calculations: readonly string[]): LegendItem {
  const values = reduce(series.field, calculations).map(({ title, value }) => ({ title, text: written(value) }))
  return { name: series.name, color: series.color, isHidden: series.look.isHidden, values }
}
