import type { ComparisonOperator } from '../ast.ts'
import type { Verdict } from './match-facts.ts'

/** The numbers that a value can be: bounds belong to it, and can be infinite. */
export interface ValueRange {
  /** Greater than `max` when it can only be "not a number". */
  readonly min: number
  readonly max: number
  /** Whether it can be "not a number", as 0/0 is. */
  readonly nan: boolean
}

const infinity = Number.POSITIVE_INFINITY

/** Anything at all. */
export const anyValue: ValueRange = { min: -infinity, max: infinity, nan: true }

/** Any number, as a gauge of which nothing more is known. */
export const anyNumber: ValueRange = { min: -infinity, max: infinity, nan: false }

/** What counts or measures something that cannot be less than nothing. */
export const notNegative: ValueRange = { min: 0, max: infinity, nan: false }

/** One number. */
export function exactly(value: number): ValueRange {
  return Number.isNaN(value) ? { min: infinity, max: -infinity, nan: true } : { min: value, max: value, nan: false }
}

/** From one number to another, both included. */
export function between(min: number, max: number, nan = false): ValueRange {
  return { min, max, nan }
}

/** Whether it is one number, and which. */
export function constantOf({ min, max, nan }: ValueRange): number | null {
  return min === max && !nan ? min : null
}

/** What holds when either of two does. */
export function joinRanges(a: ValueRange, b: ValueRange): ValueRange {
  if (a === b) return a
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), nan: a.nan || b.nan }
}

/** Whether `a operator b` holds for all values, for none, or for some. Nothing compares with "not a number". */
export function compareRanges(operator: ComparisonOperator, a: ValueRange, b: ValueRange): Verdict {
  if (a.min > a.max || b.min > b.max) return operator === '!=' ? 'always' : 'never'
  const nan = a.nan || b.nan
  switch (operator) {
    case '>':
      return a.max <= b.min ? 'never' : a.min > b.max && !nan ? 'always' : 'sometimes'
    case '>=':
      return a.max < b.min ? 'never' : a.min >= b.max && !nan ? 'always' : 'sometimes'
    case '<':
      return a.min >= b.max ? 'never' : a.max < b.min && !nan ? 'always' : 'sometimes'
    case '<=':
      return a.min > b.max ? 'never' : a.max <= b.min && !nan ? 'always' : 'sometimes'
    case '==':
      return apart(a, b) ? 'never' : same(a, b) && !nan ? 'always' : 'sometimes'
    case '!=':
      return apart(a, b) ? 'always' : same(a, b) && !nan ? 'never' : 'sometimes'
  }
}

/** The values of `a` for which `a operator b` can hold. */
export function narrowRange(operator: ComparisonOperator, a: ValueRange, b: ValueRange): ValueRange {
  switch (operator) {
    case '>':
    case '>=':
      return { min: Math.max(a.min, b.min), max: a.max, nan: false }
    case '<':
    case '<=':
      return { min: a.min, max: Math.min(a.max, b.max), nan: false }
    case '==':
      return { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max), nan: false }
    case '!=':
      return a
  }
}

const apart = (a: ValueRange, b: ValueRange) => a.max < b.min || b.max < a.min
const same = (a: ValueRange, b: ValueRange) => a.min === a.max && b.min === b.max && a.min === b.min
