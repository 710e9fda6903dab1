import type { MetricFamily } from '../spec/metrics.ts'
import type { LabelFact } from './label-set.ts'

/** What a series is within its family; empty for a family of one series. */
export type SeriesSuffix = '' | 'bucket' | 'sum' | 'count'

/** One of the series that a family has, with the labels that its emitter sets. */
export interface EmittedSeries {
  readonly name: string
  readonly suffix: SeriesSuffix
  readonly labels: ReadonlyMap<string, LabelFact>
}

/** Names of the series of a family: histograms and summaries have several. */
export function seriesSuffixes({ type }: MetricFamily): readonly SeriesSuffix[] {
  if (type === 'histogram') return ['bucket', 'sum', 'count']
  return type === 'summary' ? ['', 'sum', 'count'] : ['']
}

export const seriesName = (family: MetricFamily, suffix: SeriesSuffix): string =>
  suffix === '' ? family.name : `${family.name}_${suffix}`

/**
 * A series of a family as its emitter exposes it.
 *
 * @param canonical - whether `le` and `quantile` are stored as `1.0`, as Prometheus 3 does, however they are written.
 */
export function emittedSeries(family: MetricFamily, suffix: SeriesSuffix, canonical: boolean): EmittedSeries {
  const labels = new Map<string, LabelFact>(
    family.labels.map((label) => [
      label,
      { certain: !family.sometimes.includes(label), values: family.values[label] ?? null },
    ]),
  )
  const bound = (values: readonly number[], more: readonly string[]): LabelFact => ({
    certain: true,
    values: [...new Set(values.flatMap((value) => (canonical ? canonicalFloat(value) : writings(value)))), ...more],
  })
  // Bounds that the emitter makes up as it goes are not known.
  if (suffix === 'bucket')
    labels.set('le', family.buckets.length === 0 ? { certain: true, values: null } : bound(family.buckets, ['+Inf']))
  if (suffix === '' && family.type === 'summary') labels.set('quantile', bound(family.quantiles, []))
  return { name: seriesName(family, suffix), suffix, labels }
}

/** The ways in which emitters write a bound. */
function writings(value: number): readonly string[] {
  return [String(value), shortFloat(value), canonicalFloat(value)]
}

/** A number as OpenMetrics wants it in a label: never without a point or an exponent. */
export function canonicalFloat(value: number): string {
  const text = shortFloat(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** A number as Go writes it by default: the shortest digits, with an exponent from 1e+06 on and below 1e-04. */
function shortFloat(value: number): string {
  const [digits = '', power = '0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 6) return String(value)
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}
