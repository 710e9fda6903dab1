import type { Labels } from '../spec/labels.ts'

/** A series with its past. */
export interface HistorySeries {
  readonly name: string
  readonly labels: Labels
  /** Unix seconds, oldest first. */
  readonly times: readonly number[]
  /** One for each time; NaN where there is no sample. */
  readonly values: Float64Array
}
