/** The numbers that a value can be: bounds belong to it, and can be infinite. */
export interface ValueRange {
  readonly min: number
  readonly max: number
  /** Whether it can be "not a number", as 0/0 is. */
  readonly nan: boolean
}

/** Anything at all. */
export const anyValue: ValueRange = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY, nan: true }

/** Any number, as a gauge of which nothing more is known. */
export const anyNumber: ValueRange = { ...anyValue, nan: false }

/** What counts or measures something that cannot be less than nothing. */
export const notNegative: ValueRange = { min: 0, max: Number.POSITIVE_INFINITY, nan: false }

/** One number. */
export function exactly(value: number): ValueRange {
  return Number.isNaN(value)
    ? { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, nan: true }
    : { min: value, max: value, nan: false }
}

/** From one number to another, both included. */
export function between(min: number, max: number): ValueRange {
  return { min, max, nan: false }
}
