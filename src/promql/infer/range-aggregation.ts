import { anyValue, between, type ValueRange } from './value-range.ts'

/** What the sum of one or more values can be. */
export function sumOf({ min, max, nan }: ValueRange): ValueRange {
  if (min > max || (min === 0 && max === 0)) return { min, max, nan }
  const opposed = min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY
  return {
    min: min >= 0 ? min : Number.NEGATIVE_INFINITY,
    max: max <= 0 ? max : Number.POSITIVE_INFINITY,
    nan: nan || opposed,
  }
}

/** What a quantile of some values can be; beyond 0 and 1 it is infinite. */
export function quantileOf(values: ValueRange, rank: ValueRange): ValueRange {
  return rank.min >= 0 && rank.max <= 1 && !rank.nan ? values : anyValue
}

/** What a deviation within some values can be. */
export function spreadOf({ min, max, nan }: ValueRange): ValueRange {
  // Of one value that is no number, Prometheus 3 says that it does not deviate.
  if (min > max) return between(0, 0, true)
  const width = max - min
  return between(0, Number.isNaN(width) ? Number.POSITIVE_INFINITY : width, nan || !Number.isFinite(width))
}
