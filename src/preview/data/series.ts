/** One series of an answer, on the steps that were asked for: where there is no sample, `null`. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  /** Unix milliseconds. */
  readonly times: readonly number[]
  readonly values: readonly (number | null)[]
}
