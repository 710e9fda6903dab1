import type { Place } from './place.ts'

/** A text that an author wrote, and the way from its characters back to his file. */
export interface SourceText {
  readonly text: string
  /** Where it begins. */
  readonly place: Place
  /** For each line of the text, how many lines below `place` it stands. */
  readonly lines: readonly number[]
  /** Where the character at an offset stands. @default none - only lines are known */
  placeAt?(offset: number): Place
}
