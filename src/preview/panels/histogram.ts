import { flagOf, maybeNumber, numberOf, objectOf } from '../board/json-value.ts'
import { barPlot } from '../charts/bar-plot.ts'
import { seriesColor } from '../charts/series-color.ts'
import type { DrawContext, Drawing } from '../draw/drawing.ts'
import { legendOptions, placeLegend } from '../draw/legend.ts'
import { noData } from '../draw/no-data.ts'
import { written } from '../draw/written.ts'
import { buildHistogram, type Field, getFieldDisplayName, getHistogramFields } from '../vendor/grafana-data.js'

/** How often values fall into buckets. */
export function drawHistogram(context: DrawContext): Drawing {
  const { frames, panel, look } = context
  const { bucketSize, bucketOffset, bucketCount, combine } = panel.options
  const [size, offset, count] = [maybeNumber(bucketSize), maybeNumber(bucketOffset), maybeNumber(bucketCount)]
  const [first] = frames
  const counted =
    (frames.length === 1 && first !== undefined ? getHistogramFields(first) : undefined) ??
    buildHistogram([...frames], {
      ...(size === null ? {} : { bucketSize: size }),
      ...(offset === null ? {} : { bucketOffset: offset }),
      ...(count === null ? {} : { bucketCount: count }),
      combine: flagOf(combine),
    })
  if (counted === null || counted.counts.length === 0) return noData(context)
  const source = frames.flatMap(({ fields }) => fields).filter(({ type }) => type === 'number')
  const groups = counted.counts.map((field, index) => ({
    name: nameOf(field, source[index], context),
    color: seriesColor(source[index] ?? field, look),
    values: field.values.map((value) => (typeof value === 'number' ? value : null)),
    display: (value: unknown) => ({ text: String(value ?? ''), numeric: Number(value) }),
  }))
  const options = { ...legendOptions(panel), calculations: [] }
  const items = groups.map(({ name, color }) => ({ name, color, values: [] }))
  const { svg: legend, plot } = placeLegend(context, options, items)
  const display = source[0]?.display
  const { svg, chart } = barPlot({ ...context, frames: [] }, plot, {
    names: counted.xMin.values.map((value) => (display === undefined ? String(value) : written(display(value)))),
    groups,
    isStacked: objectOf(objectOf(panel.fieldConfig.defaults.custom).stacking).mode === 'normal',
    opacity: numberOf(objectOf(panel.fieldConfig.defaults.custom).fillOpacity, 80) / 100,
    share: groups.length > 1 ? 0.8 : 0.94,
    unit: '',
  })
  return { svg: svg + legend, charts: [chart] }
}

function nameOf(field: Field, source: Field | undefined, { frames }: DrawContext): string {
  const frame = frames.find(({ fields }) => source !== undefined && fields.includes(source))
  if (frame === undefined || source === undefined) return field.name
  return getFieldDisplayName(source, frame, [...frames])
}
