import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'

/** `unknown` is what exporters call untyped: a number of which they do not say whether it only grows. */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'unknown'

/**
 * Who emits a family: Belfry's `exporter`, a `stock` exporter, the system itself (`native`),
 * or nobody yet (`declared`: a document promises it).
 */
export type Emitter = 'exporter' | 'stock' | 'native' | 'declared'

export type MetricUnit = 'seconds' | 'bytes' | 'ratio' | 'celsius' | 'volts' | 'none'

/** What is said of a family beside its name, its type and its help text. */
export interface MetricFacts<L extends string> {
  /** Label names that the emitter sets; scrape-time labels are not listed. @default [] */
  readonly labels?: readonly L[]
  /** Labels that not every series has: an empty value is no label. @default [] - every series has all labels */
  readonly sometimes?: readonly NoInfer<L>[]
  /** Versions of the emitter in which the family was seen. @default [] - all that were looked at */
  readonly versions?: readonly string[]
  /** Base unit. @default the suffix of the name, else 'none' */
  readonly unit?: MetricUnit
  /** Upper bounds, without `+Inf`; histograms only. Empty when they are not fixed. @default the buckets of prom-client */
  readonly buckets?: readonly number[]
  /** Quantiles that a summary gives. @default [] - only its sum and count */
  readonly quantiles?: readonly number[]
  /** Values that a label can take, where they are few and known. @default none - any value */
  readonly values?: Partial<Record<L, readonly string[]>>
  /** `cluster` when every instance repeats one value, so that it must not be summed. @default 'instance' */
  readonly scope?: 'instance' | 'cluster'
  /** Set when series vanish while the system is idle. @default false */
  readonly vanishes?: boolean
  /** How old a sample can be when it is scraped, where its emitter does not read its source at each scrape. @default '0s' */
  readonly age?: Duration
  /** Overrides the emitter of the set. */
  readonly emitter?: Emitter
  /** Why a name that breaks the naming conventions is kept. @default '' */
  readonly nameBecause?: string
}

export interface MetricOptions<L extends string> extends MetricFacts<L> {
  /** One sentence, as it stands in the exposition. */
  readonly help: string
}

/** A metric family. In a `promql` template it stands for its name. */
export interface MetricFamily<L extends string = string> {
  readonly name: string
  readonly type: MetricType
  readonly help: string
  readonly labels: readonly L[]
  readonly sometimes: readonly L[]
  /** Empty when it was seen in all that were looked at. */
  readonly versions: readonly string[]
  readonly unit: MetricUnit
  readonly buckets: readonly number[]
  readonly quantiles: readonly number[]
  readonly values: Partial<Record<L, readonly string[]>>
  readonly scope: 'instance' | 'cluster'
  readonly vanishes: boolean
  readonly age: string
  /** `null` until `defineMetrics` has put the family in a set. */
  readonly emitter: Emitter | null
  readonly nameBecause: string
  readonly place: Place
  toString(): string
}

/** A histogram; its base name has no series, so a query takes one of these. */
export interface HistogramFamily<L extends string = string> extends MetricFamily<L> {
  readonly type: 'histogram'
  readonly bucket: string
  readonly sum: string
  readonly count: string
}

/** A summary; its sum and count are series of their own. */
export interface SummaryFamily<L extends string = string> extends MetricFamily<L> {
  readonly type: 'summary'
  readonly sum: string
  readonly count: string
}

/** All families of one source, by the key that content uses. */
export type MetricSet<F extends Record<string, MetricFamily> = Record<string, MetricFamily>> = F

/** prom-client's and client_golang's default buckets, in seconds. */
export const defaultBuckets: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const suffixUnits = ['seconds', 'bytes', 'ratio', 'celsius', 'volts'] as const

/** The unit that a name ends with. */
export function suffixUnit(name: string): MetricUnit {
  const base = name.replace(/_(total|info)$/, '')
  return suffixUnits.find((unit) => base.endsWith(`_${unit}`)) ?? 'none'
}

/** A family with every default written out, defined at a place. */
export function family<L extends string>(
  name: string,
  type: MetricType,
  options: MetricOptions<L>,
  place: Place,
): MetricFamily<L> {
  return {
    name,
    type,
    help: options.help,
    labels: options.labels ?? [],
    sometimes: options.sometimes ?? [],
    versions: options.versions ?? [],
    unit: options.unit ?? suffixUnit(name),
    buckets: type === 'histogram' ? (options.buckets ?? defaultBuckets) : [],
    quantiles: type === 'summary' ? (options.quantiles ?? []) : [],
    values: options.values ?? {},
    scope: options.scope ?? 'instance',
    vanishes: options.vanishes ?? false,
    age: options.age ?? '0s',
    emitter: options.emitter ?? null,
    nameBecause: options.nameBecause ?? '',
    place,
    toString: () => name,
  }
}

/** A value that only grows, but for resets. */
export function counter<const L extends string = never>(name: string, options: MetricOptions<L>): MetricFamily<L> {
  return family(name, 'counter', options, callerPlace(counter))
}

/** A value that goes up and down. */
export function gauge<const L extends string = never>(name: string, options: MetricOptions<L>): MetricFamily<L> {
  return family(name, 'gauge', options, callerPlace(gauge))
}

/** A gauge of constant 1 whose labels carry facts. */
export function info<const L extends string = never>(name: string, options: MetricOptions<L>): MetricFamily<L> {
  return family(name, 'info', options, callerPlace(info))
}

/** A value of which its emitter does not say whether it only grows. */
export function untyped<const L extends string = never>(name: string, options: MetricOptions<L>): MetricFamily<L> {
  return family(name, 'unknown', options, callerPlace(untyped))
}

/** Quantiles that the emitter computes, with their sum and count. Its base name is the series of the quantiles. */
export function summary<const L extends string = never>(name: string, options: MetricOptions<L>): SummaryFamily<L> {
  return summaryFamily(name, options, callerPlace(summary))
}

/** A cumulative histogram. */
export function histogram<const L extends string = never>(name: string, options: MetricOptions<L>): HistogramFamily<L> {
  return histogramFamily(name, options, callerPlace(histogram))
}

/** As `family`, with the names of its series. */
export function summaryFamily<L extends string>(
  name: string,
  options: MetricOptions<L>,
  place: Place,
): SummaryFamily<L> {
  const base = family(name, 'summary', options, place)
  return { ...base, type: 'summary', sum: `${name}_sum`, count: `${name}_count` }
}

/** As `family`, with the names of its series. */
export function histogramFamily<L extends string>(
  name: string,
  options: MetricOptions<L>,
  place: Place,
): HistogramFamily<L> {
  const base = family(name, 'histogram', options, place)
  return { ...base, type: 'histogram', bucket: `${name}_bucket`, sum: `${name}_sum`, count: `${name}_count` }
}

/**
 * Names a set of families and says who emits them.
 *
 * @param emitter - applies to every family that does not say otherwise, as the age does.
 */
export function defineMetrics<F extends Record<string, MetricFamily>>(
  emitter: Emitter,
  families: F,
  { age = '0s' }: Pick<MetricFacts<string>, 'age'> = {},
): MetricSet<F> {
  const entries = Object.entries(families).map(([key, one]) => [
    key,
    { ...one, emitter: one.emitter ?? emitter, age: one.age === '0s' ? age : one.age },
  ])
  return Object.fromEntries(entries) as F
}
