import type { LabelSet } from './label-set.ts'
import type { ValueKind } from './shape.ts'
import type { Unit } from './unit.ts'
import type { ValueRange } from './value-range.ts'

/** The series of one name that one scrape job stores, or that one recording rule writes. */
export interface SeriesInfo {
  readonly name: string
  /** With the labels of the target, after relabelling; without `__name__`. */
  readonly labels: LabelSet
  readonly kind: ValueKind
  readonly unit: Unit
  /** @see defaultRange */
  readonly range: ValueRange
  /** Names of the jobs that it stems from. */
  readonly jobs: readonly string[]
  /** Whether every instance gives the same value. */
  readonly repeated: boolean
  /** Whether series vanish while the system is idle. */
  readonly vanishes: boolean
}

/** What exists beside the query. */
export interface World {
  /**
   * `closed`: what is not in it does not exist. `open`: a name without series can have any labels, as in a file of
   * rules without a catalog.
   */
  readonly mode: 'closed' | 'open'
  /** The series of a name, one entry for each job that stores it. Asked often, so it should remember its answers. */
  series(name: string): readonly SeriesInfo[]
  /** All names that have series, for selectors that match names by a pattern. */
  names(): Iterable<string>
}

/** The world of which nothing is known. */
export const openWorld: World = { mode: 'open', series: () => [], names: () => [] }
