import type { LabelSet } from './label-set.ts'
import type { Growth, ValueKind } from './shape.ts'
import type { Unit } from './unit.ts'
import { anyNumber, between, exactly, notNegative, type ValueRange } from './value-range.ts'

/** The series of one name that one scrape job stores, or that one recording rule writes. */
export interface SeriesInfo {
  readonly name: string
  /** With the labels of the target, after relabelling; without `__name__`. */
  readonly labels: LabelSet
  readonly kind: ValueKind
  /** @default 'raw' - only a recording rule has stored something else */
  readonly growth?: Growth
  /** Of a `bucket`, that of what is observed, as of its bounds. */
  readonly unit: Unit
  /** `defaultRange` tells it from kind and unit. */
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

/**
 * What a series of a kind can hold, where its emitter says no more. A ratio is taken as one of a part to a whole; one that
 * can exceed 1 needs another range.
 */
export function defaultRange(kind: ValueKind, unit: Unit): ValueRange {
  switch (kind) {
    case 'counter':
    case 'bucket':
    case 'count':
    case 'timestamp':
      return notNegative
    case 'sum':
      return unit === 'seconds' || unit === 'bytes' ? notNegative : anyNumber
    case 'boolean':
      return between(0, 1)
    case 'info':
      return exactly(1)
    case 'gauge':
    case 'quantile':
      return unit === 'bytes'
        ? notNegative
        : unit === 'ratio'
          ? between(0, 1, kind === 'quantile')
          : quantileRange(kind)
    case 'unknown':
      return anyNumber
  }
}

/** A summary that has observed nothing gives "not a number". */
function quantileRange(kind: ValueKind): ValueRange {
  return kind === 'quantile' ? { ...anyNumber, nan: true } : anyNumber
}
