import type { Place } from '../errors/place.ts'
import type { Alert, Recording } from '../model/model.ts'
import type { Labels } from '../spec/labels.ts'

/** One scrape: a number, a marker that the series ended, or nothing. */
export type Sample = number | 'stale' | null

export interface CaseSeries {
  readonly name: string
  readonly labels: Labels
  /** Milliseconds between two samples. */
  readonly interval: number
  /** The first is `slot` after the begin of the case. */
  readonly samples: readonly Sample[]
}

/** What fires, in full: every label and annotation. */
export interface ExpectedAlert {
  readonly labels: Labels
  /** `null` where texts are not compared. */
  readonly annotations: Labels | null
}

export interface Expectation {
  /** Milliseconds from the begin of the case. */
  readonly at: number
  /** None when it is quiet. */
  readonly alerts: readonly ExpectedAlert[]
  readonly place: Place
}

/** A case resolved against a model. */
export interface AlertCase {
  /** Unique; names the test for promtool. */
  readonly id: string
  readonly alert: Alert
  /** Recording rules that the alert needs, directly or not, in the order of evaluation. */
  readonly recordings: readonly Recording[]
  readonly name: string
  /**
   * Milliseconds between two values as promtool counts them. Samples stand at odd multiples of it and evaluations,
   * ranges and the look-back end at even ones, so that no sample is ever on the boundary of a range.
   */
  readonly slot: number
  /** Milliseconds between two evaluations. */
  readonly evaluationInterval: number
  readonly series: readonly CaseSeries[]
  readonly expectations: readonly Expectation[]
  readonly place: Place
}

/** A case that cannot be resolved says why in problems. */
export const caseInvalid = 'case-invalid'
