import type { LabelSet } from './label-set.ts'
import type { Unit } from './unit.ts'
import type { ValueRange } from './value-range.ts'

/**
 * What a number is. `bucket`, `sum` and `count` are the series of a histogram or a summary, and grow like a `counter`;
 * `boolean` is 0 or 1; `info` is always 1; `quantile` is one that a summary gives or `histogram_quantile` estimates.
 */
export type ValueKind =
  | 'counter'
  | 'bucket'
  | 'sum'
  | 'count'
  | 'gauge'
  | 'boolean'
  | 'info'
  | 'timestamp'
  | 'quantile'
  | 'unknown'

/** What was made of what grows: nothing, its growth per second, or its growth within a time. */
export type Growth = 'raw' | 'rate' | 'increase'

/** Series that have something in common: those of one metric and one job, or what an operation makes of them. */
export interface Shape {
  readonly labels: LabelSet
  readonly kind: ValueKind
  /** `raw` for all that does not grow; `rate` of a `bucket` is what a quantile is estimated from. */
  readonly growth: Growth
  readonly unit: Unit
  readonly range: ValueRange
  /** Names of the scrape jobs, and so the targets, that it stems from; none for numbers, nor in an open world. */
  readonly jobs: readonly string[]
  /** Whether every instance gives the same value, so that a sum over instances is wrong. */
  readonly repeated: boolean
  /** Whether series vanish while the system is idle. */
  readonly vanishes: boolean
}
