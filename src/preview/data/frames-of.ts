import { listOf, objectOf, textOf } from '../board/json-value.ts'
import { type DataFrame, type Field, renderLegendFormat } from '../vendor/grafana-data.js'
import { heatmapFrames } from './heatmap-frames.ts'
import { interpolate } from './interpolate.ts'
import type { PlannedQuery } from './plan-queries.ts'
import type { Series } from './series.ts'
import { tableFrame } from './table-frame.ts'

/**
 * What Grafana's Prometheus data source makes of an answer.
 *
 * @param isOnly - whether the panel asks this query alone, which names the column of values.
 */
export function framesOf(query: PlannedQuery, data: unknown, isOnly: boolean): readonly DataFrame[] {
  const series = seriesOf(data, query)
  const { format, refId } = query.target
  if (format === 'table') return [tableFrame(series, refId, isOnly ? 'Value' : `Value #${refId}`)]
  const frames = series.map((one) => seriesFrame(one, query))
  return format === 'heatmap' ? heatmapFrames(frames) : frames
}

export function seriesOf(
  data: unknown,
  query: Pick<PlannedQuery, 'kind' | 'start' | 'end' | 'step'>,
): readonly Series[] {
  const { resultType, result } = objectOf(data)
  if (resultType === 'scalar' || resultType === 'string') {
    const { time, value } = sampleOf(result)
    return [{ labels: {}, times: [time], values: [value] }]
  }
  return listOf(result).map((each) => {
    const { metric, value, values } = objectOf(each)
    const labels = Object.fromEntries(Object.entries(objectOf(metric)).map(([name, text]) => [name, textOf(text)]))
    const samples = (value === undefined ? listOf(values) : [value]).map(sampleOf)
    if (query.kind === 'instant')
      return { labels, times: samples.map(({ time }) => time), values: samples.map((sample) => sample.value) }
    return { labels, ...onSteps(samples, query) }
  })
}

interface Sample {
  readonly time: number
  readonly value: number | null
}

function sampleOf(pair: unknown): Sample {
  const [time, value] = listOf(pair)
  return { time: Math.round(Number(time) * 1000), value: valueOfText(textOf(value)) }
}

function valueOfText(text: string): number | null {
  if (text === '+Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  return text === '' ? null : Number(text)
}

/** A step without a sample is a gap, and a gap has to show. */
function onSteps(
  samples: readonly Sample[],
  query: Pick<PlannedQuery, 'start' | 'end' | 'step'>,
): Omit<Series, 'labels'> {
  const step = query.step * 1000
  const start = Math.round(query.start * 1000)
  const count = Math.floor((Math.round(query.end * 1000) - start) / step + 1e-9) + 1
  const times: number[] = []
  const values: (number | null)[] = []
  let next = 0
  for (let index = 0; index < count; index++) {
    const time = start + index * step
    const sample = samples[next]
    times.push(time)
    const fits = sample !== undefined && Math.abs(sample.time - time) < step / 2
    values.push(fits ? sample.value : null)
    if (fits) next += 1
  }
  return { times, values }
}

function seriesFrame({ labels, times, values }: Series, { target, expr, scope, step }: PlannedQuery): DataFrame {
  const legend = legendOf(target.legend, labels, expr, (text) => interpolate(text, scope, 'text'))
  const time: Field = { name: 'Time', type: 'time', config: { interval: step * 1000 }, values: [...times] }
  const value: Field = {
    name: 'Value',
    type: 'number',
    config: legend === '' ? {} : { displayNameFromDS: legend },
    labels: { ...labels },
    values: [...values],
  }
  return { refId: target.refId, fields: [time, value], length: times.length, meta: {} }
}

/** Empty when Grafana finds the name itself. */
function legendOf(
  format: string,
  labels: Readonly<Record<string, string>>,
  expr: string,
  replace: (text: string) => string,
): string {
  if (format === '__auto') return Object.keys(labels).length > 0 ? '' : expr
  const text = format === '' ? notation(labels) : renderLegendFormat(replace(format), labels)
  return text === '{}' ? expr : text
}

function notation({ __name__: name = '', ...others }: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(others)
    .sort()
    .map((label) => `${label}="${others[label]}"`)
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`
}
