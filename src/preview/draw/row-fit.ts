/** Rows of a list that has only so much room. */
export interface RowFit {
  /** Pixels of a row. */
  readonly height: number
  /** Rows that are shown; the last place is left for the number of the others. */
  readonly shown: number
}

/** Rows move closer to each other before any is left out. */
export function fitRows(count: number, room: number, usual: number, closest: number): RowFit {
  const height = Math.max(closest, Math.min(usual, Math.floor(room / Math.max(1, count))))
  const fits = Math.max(1, Math.floor(room / height))
  return { height, shown: count <= fits ? count : Math.max(1, fits - 1) }
}
