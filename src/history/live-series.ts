import type { Labels } from '../spec/labels.ts'
import type { MetricFamily } from '../spec/metrics.ts'
import type { Use } from './used-names.ts'

/** A series as its target exposes it now, with the labels that Prometheus stores. */
export interface LiveSeries {
  readonly name: string
  readonly family: MetricFamily
  readonly suffix: '' | 'bucket' | 'sum' | 'count'
  readonly use: Use
  /** Those of the target included. */
  readonly labels: Labels
  readonly value: number
}

/** A target with what it exposes. */
export interface LiveTarget {
  readonly job: string
  readonly labels: Labels
  readonly series: readonly LiveSeries[]
  /** Samples of all that it exposes. */
  readonly samples: number
}
