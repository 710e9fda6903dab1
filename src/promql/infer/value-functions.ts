import { anyValue, between, constantOf, type ValueRange } from './value-range.ts'

/** A function that makes another value of each value. */
export interface ValueFunction {
  readonly range: (value: ValueRange, rest: readonly ValueRange[]) => ValueRange
  /** Whether it gives the same kind of value in the same unit, as rounding does. */
  readonly keepsKind: boolean
  /** Whether it reads a time, by default the present one. */
  readonly ofTime: boolean
}

const infinity = Number.POSITIVE_INFINITY

/** A function that never falls: bounds become bounds. */
const rising =
  (change: (value: number) => number, least = -infinity) =>
  ({ min, max, nan }: ValueRange): ValueRange =>
    min > max
      ? { min, max, nan }
      : max < least
        ? { min: infinity, max: -infinity, nan: true }
        : { min: change(Math.max(min, least)), max: change(max), nan: nan || min < least }

/** A function whose values have fixed bounds, and that may be undefined. */
const within =
  (min: number, max: number, nan = true) =>
  (value: ValueRange): ValueRange =>
    between(min, max, nan || value.nan)

function absolute({ min, max, nan }: ValueRange): ValueRange {
  if (min > max) return { min, max, nan }
  const ends = [Math.abs(min), Math.abs(max)]
  return { min: min <= 0 && max >= 0 ? 0 : Math.min(...ends), max: Math.max(...ends), nan }
}

function clamp(value: ValueRange, least: ValueRange, most: ValueRange): ValueRange {
  if ([value, least, most].some(({ min, max }) => min > max)) return anyValue
  return {
    min: Math.max(least.min, Math.min(most.min, value.min)),
    max: Math.max(least.max, Math.min(most.max, value.max)),
    nan: value.nan || least.nan || most.nan,
  }
}

const unlimited = { low: between(-infinity, -infinity), high: between(infinity, infinity) }

function round(value: ValueRange, [step]: readonly ValueRange[]): ValueRange {
  const size = step === undefined ? 1 : constantOf(step)
  if (size === null || !(size > 0) || size === infinity) return anyValue
  const inverse = 1 / size
  return rising((number) => Math.floor(number * inverse + 0.5) / inverse)(value)
}

const keeping = (range: ValueFunction['range']): ValueFunction => ({ range, keepsKind: true, ofTime: false })
const changing = (range: ValueFunction['range']): ValueFunction => ({ range, keepsKind: false, ofTime: false })
const reading = (range: ValueFunction['range']): ValueFunction => ({ range, keepsKind: false, ofTime: true })

/** A part of a date; a time that is not a number, or too large, has none. */
const datePart = (min: number, max: number) => reading(within(min, max, true))

/** The functions that make another value of each value. */
export const valueFunctions: ReadonlyMap<string, ValueFunction> = new Map([
  ['abs', keeping(absolute)],
  ['ceil', keeping(rising(Math.ceil))],
  ['floor', keeping(rising(Math.floor))],
  ['round', keeping(round)],
  ['clamp', keeping((value, [least = anyValue, most = anyValue]) => clamp(value, least, most))],
  ['clamp_max', keeping((value, [most = anyValue]) => clamp(value, unlimited.low, most))],
  ['clamp_min', keeping((value, [least = anyValue]) => clamp(value, least, unlimited.high))],
  ['sqrt', changing(rising(Math.sqrt, 0))],
  ['exp', changing(rising(Math.exp))],
  ['ln', changing(rising(Math.log, 0))],
  ['log2', changing(rising(Math.log2, 0))],
  ['log10', changing(rising(Math.log10, 0))],
  ['sgn', changing(rising(Math.sign))],
  ['deg', changing(rising((value) => (value * 180) / Math.PI))],
  ['rad', changing(rising((value) => (value * Math.PI) / 180))],
  ['sin', changing(within(-1, 1))],
  ['cos', changing(within(-1, 1))],
  ['tan', changing(() => anyValue)],
  ['asin', changing(within(-Math.PI / 2, Math.PI / 2))],
  ['acos', changing(within(0, Math.PI))],
  ['atan', changing(rising(Math.atan))],
  ['sinh', changing(rising(Math.sinh))],
  ['cosh', changing(within(1, infinity, false))],
  ['tanh', changing(rising(Math.tanh))],
  ['asinh', changing(rising(Math.asinh))],
  ['acosh', changing(within(0, infinity))],
  ['atanh', changing(() => anyValue)],
  ['minute', datePart(0, 59)],
  ['hour', datePart(0, 23)],
  ['day_of_week', datePart(0, 6)],
  ['day_of_month', datePart(1, 31)],
  ['day_of_year', datePart(1, 366)],
  ['days_in_month', datePart(28, 31)],
  ['month', datePart(1, 12)],
  ['year', datePart(-infinity, infinity)],
])
