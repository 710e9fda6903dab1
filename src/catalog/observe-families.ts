import type { MetricType } from '../spec/metrics.ts'
import type { ExposedFamily, Exposition, Sample } from './exposition.ts'
import { toNumber } from './line-cursor.ts'

/** What one label was seen with. */
export interface ObservedLabel {
  /** The first values, one more than a set may have. */
  readonly values: ReadonlySet<string>
  /** Whether every series had it. */
  readonly always: boolean
}

/** A family as one exposition shows it, under the name by which Prometheus stores it. */
export interface ObservedFamily {
  readonly name: string
  readonly type: MetricType
  /** Base unit of a `UNIT` line; empty for none. */
  readonly unit: string
  /** Whether there were series of it. */
  readonly shown: boolean
  readonly labels: ReadonlyMap<string, ObservedLabel>
  /** Finite bounds of a histogram; empty when its series differ in them or there are none. */
  readonly buckets: readonly number[]
  readonly quantiles: readonly number[]
}

/** Labels of at most so many values may be a set. */
export const valueLimit = 12

/** The families of an exposition, each as Prometheus stores it. */
export function observeFamilies({ families }: Exposition): readonly ObservedFamily[] {
  return families.flatMap((family) => [...storedFamilies(family)])
}

function* storedFamilies(family: ExposedFamily): Generator<ObservedFamily> {
  const { name, type, samples } = family
  const named = (series: string) => samples.filter((sample) => sample.name === series)
  if (type === 'histogram' || type === 'summary') {
    const bound = type === 'histogram' ? 'le' : 'quantile'
    const bounds = boundsOf(named(type === 'histogram' ? `${name}_bucket` : name), bound)
    const series = named(`${name}_count`).length > 0 ? named(`${name}_count`) : samples
    yield {
      ...observed(family, name, type, series, [bound]),
      buckets: type === 'histogram' && isShared(bounds, samples, series) ? bounds : [],
      quantiles: type === 'summary' ? bounds : [],
    }
    if (named(`${name}_created`).length > 0) yield created(family)
    return
  }
  // Prometheus stores these, and whatever has no samples, under the names of their series.
  for (const series of new Set(samples.map((sample) => sample.name)))
    yield series === `${name}_created` && type === 'counter'
      ? created(family)
      : observed(family, series, storedType(family, series), named(series))
  if (samples.length === 0) yield observed(family, name, type === 'counter' ? 'counter' : storedType(family, name), [])
}

function created(family: ExposedFamily): ObservedFamily {
  const name = `${family.name}_created`
  const samples = family.samples.filter((sample) => sample.name === name)
  return { ...observed(family, name, 'gauge', samples), unit: 'seconds' }
}

function storedType({ type }: ExposedFamily, series: string): MetricType {
  if (type === 'gaugehistogram' || type === 'stateset') return 'gauge'
  return type === 'gauge' && series.endsWith('_info') ? 'info' : type
}

function observed(
  { unit }: ExposedFamily,
  name: string,
  type: MetricType,
  samples: readonly Sample[],
  without: readonly string[] = [],
): ObservedFamily {
  const names = new Set(samples.flatMap(({ labels }) => [...labels.keys()]))
  const labels = [...names]
    .filter((label) => !without.includes(label))
    .map((label) => [label, observedLabel(label, samples)] as const)
  return { name, type, unit, shown: samples.length > 0, labels: new Map(labels), buckets: [], quantiles: [] }
}

/** An empty value is no label at all to Prometheus. */
function observedLabel(label: string, samples: readonly Sample[]): ObservedLabel {
  const values = new Set<string>()
  let always = true
  for (const { labels } of samples) {
    const value = labels.get(label) ?? ''
    if (value === '') always = false
    else if (values.size <= valueLimit) values.add(value)
  }
  return { values, always }
}

/** Whether every series has all bounds and `+Inf`. */
function isShared(bounds: readonly number[], samples: readonly Sample[], counts: readonly Sample[]): boolean {
  const buckets = samples.filter(({ labels }) => labels.has('le'))
  return buckets.length === counts.length * (bounds.length + 1)
}

function boundsOf(samples: readonly Sample[], label: string): readonly number[] {
  const bounds = new Set(samples.map(({ labels }) => toNumber(labels.get(label) ?? '')))
  return [...bounds].filter(Number.isFinite).sort((a, b) => a - b)
}
