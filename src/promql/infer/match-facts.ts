/** How the sides of a binary operator meet. */
export interface MatchFacts {
  /** Whether a series of one side can meet one of the other; `false` as well where a side never has any. */
  readonly possible: boolean
  /** Labels on which the sides cannot agree; empty when they can, or when a side never has series. */
  readonly conflicts: readonly string[]
}

/** Whether several series of a side can have the same labels to match by. */
export interface Duplicates {
  readonly risk: 'none' | 'possible' | 'certain'
  /** Labels that the match leaves out and in which such series can differ; unknown labels are not listed. */
  readonly labels: readonly string[]
}

/** Whether a comparison holds for every value, for none, or for some. */
export type Verdict = 'always' | 'never' | 'sometimes'
