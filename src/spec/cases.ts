import { callerPlace, type Place } from '../errors/place.ts'
import type { Duration } from './duration.ts'
import type { EquivalentSpec } from './equivalents.ts'
import type { Labels } from './labels.ts'
import type { HistogramFamily, MetricFamily } from './metrics.ts'
import { type SeriesValues, toValues, type ValuesInput } from './series-values.ts'

/** Labels that scraping adds; what it renames of the emitter's stands beside them. */
type ScrapeLabel<L extends string> = 'job' | 'instance' | 'service' | `exported_${L}`

/** Labels of a series. Scrape-time labels that can have only one value need not be written. */
export type SeriesLabels<L extends string> = Readonly<Partial<Record<L | ScrapeLabel<L>, string>>>

/** A series of a case. */
export interface SeriesSpec {
  readonly kind: 'series'
  /** The family, or the name of a series. */
  readonly metric: MetricFamily | string
  readonly labels: Labels
  readonly values: SeriesValues
  readonly place: Place
}

/** A histogram of a case: all its series. */
export interface HistogramSpec {
  readonly kind: 'histogram'
  readonly family: HistogramFamily
  readonly labels: Labels
  /** Upper bounds, `+Inf` among them, and what is observed between them and the bound below. */
  readonly observed: readonly { readonly upTo: string; readonly values: SeriesValues }[]
  readonly place: Place
}

/** An alert that is expected to fire. */
export interface FiringAlert {
  /** Labels of its series; those that scraping adds to all given series alike, and static ones, need not be written. @default {} */
  readonly labels?: Labels
  /** In full, as people read it. */
  readonly summary: string
  /** In full, as people read it. */
  readonly description: string
  /** Other annotations that depend on the series. @default {} */
  readonly annotations?: Labels
}

/** A series that a recording rule is expected to give. */
export interface RecordedSeries {
  /** Labels of the series; those that scraping adds to all given series alike need not be written. @default {} */
  readonly labels?: Labels
  /** Six digits of it are compared. */
  readonly value: number
}

/** What is to be seen at some times. */
export interface ExpectationSpec {
  /** On the grid of evaluations. */
  readonly at: readonly Duration[]
  /** None when the alert is quiet. */
  readonly alerts: readonly FiringAlert[]
  /** Of a recording rule: all that it gives. */
  readonly recorded: readonly RecordedSeries[]
  readonly place: Place
}

export interface CaseOptions {
  /** Scrape interval of all its series. @default the interval of the job of each */
  readonly interval?: Duration
  readonly given: readonly (SeriesSpec | HistogramSpec)[]
  readonly expect: readonly ExpectationSpec[]
}

/** Series in, alerts out: one example that proves an alert, or a recording rule. */
export interface CaseSpec extends CaseOptions {
  readonly kind: 'case'
  /** Name of the alert, or of the recording rule, that it proves. */
  readonly alert: string
  /** A sentence. */
  readonly name: string
  readonly place: Place
}

/** An example that proves an alert, or a recording rule that no alert needs. */
export function example(alert: string, name: string, options: CaseOptions): CaseSpec {
  return { kind: 'case', alert, name, ...options, place: callerPlace(example) }
}

/**
 * A series: of a metric family, or of a name such as `up`. What recording rules give is computed by them.
 *
 * @param labels - those of the emitter; scrape-time labels where several jobs or targets are possible or the text shows them.
 */
export function given<L extends string>(family: MetricFamily<L>, values: ValuesInput): SeriesSpec
export function given<L extends string>(
  family: MetricFamily<L>,
  labels: SeriesLabels<NoInfer<L>>,
  values: ValuesInput,
): SeriesSpec
export function given(name: string, labels: Labels, values: ValuesInput): SeriesSpec
export function given(
  metric: MetricFamily | string,
  labelsOrValues: Readonly<Partial<Record<string, string>>> | ValuesInput,
  values?: ValuesInput,
): SeriesSpec {
  const place = callerPlace(given as (...args: never[]) => unknown)
  return values === undefined
    ? { kind: 'series', metric, labels: {}, values: toValues(labelsOrValues as ValuesInput), place }
    : { kind: 'series', metric, labels: labelsOrValues as Labels, values: toValues(values), place }
}

/**
 * All series of a histogram.
 *
 * @param observed - by upper bound of a bucket, `+Inf` for the last: how many observations fall into it, and not into
 *   the bucket below; a number is observations per second.
 */
export function givenHistogram<L extends string>(
  family: HistogramFamily<L>,
  labels: SeriesLabels<NoInfer<L>>,
  observed: Readonly<Record<string, ValuesInput>>,
): HistogramSpec {
  return {
    kind: 'histogram',
    family,
    labels: labels as Labels,
    observed: Object.entries(observed).map(([upTo, values]) => ({
      upTo,
      values: typeof values === 'number' ? { kind: 'ramp', from: null, perSecond: values } : toValues(values),
    })),
    place: callerPlace(givenHistogram as (...args: never[]) => unknown),
  }
}

/** At a time, or at each of several, exactly these alerts fire. */
export function fires(at: Duration | readonly Duration[], ...alerts: readonly FiringAlert[]): ExpectationSpec {
  return { at: typeof at === 'string' ? [at] : at, alerts, recorded: [], place: callerPlace(fires) }
}

/** At these times, nothing fires; of a recording rule, it gives nothing. */
export function quiet(...at: readonly Duration[]): ExpectationSpec {
  return { at, alerts: [], recorded: [], place: callerPlace(quiet) }
}

/** At a time, or at each of several, a recording rule gives exactly these series. */
export function gives(at: Duration | readonly Duration[], ...recorded: readonly RecordedSeries[]): ExpectationSpec {
  return { at: typeof at === 'string' ? [at] : at, alerts: [], recorded, place: callerPlace(gives) }
}

/** What a system's file of cases holds. */
export type ProofSpec = CaseSpec | EquivalentSpec

/** Cases of a system as a function of its options; one file `alerts/<system>.cases.ts` holds one such list. */
export function cases<O, P extends ProofSpec>(list: (options: O) => readonly P[]): (options: O) => readonly P[] {
  return list
}
