import type { ArithmeticOperator } from '../ast.ts'
import { anyValue, between, constantOf, exactly, type ValueRange } from './value-range.ts'

/** What `a operator b` can be. An infinite bound is taken as a value that can occur. */
export function calculate(operator: ArithmeticOperator, a: ValueRange, b: ValueRange): ValueRange {
  if (a.min > a.max || b.min > b.max) return operator === '^' ? anyValue : exactly(Number.NaN)
  const nan = a.nan || b.nan
  switch (operator) {
    case '+':
      return add(a, b, nan)
    case '-':
      return add(a, negate(b), nan)
    case '*':
      return multiply(a, b, nan)
    case '/':
      return divide(a, b, nan)
    case '%':
      return remainder(a, b, nan)
    case '^':
      return power(a, b, nan)
    case 'atan2':
      return between(-Math.PI, Math.PI, nan)
  }
}

/** What `-a` can be. */
export function negate({ min, max, nan }: ValueRange): ValueRange {
  return { min: -max, max: -min, nan }
}

function add(a: ValueRange, b: ValueRange, nan: boolean): ValueRange {
  const min = a.min + b.min
  const max = a.max + b.max
  const opposed = (a.max === infinity && b.min === -infinity) || (a.min === -infinity && b.max === infinity)
  return { min: Number.isNaN(min) ? -infinity : min, max: Number.isNaN(max) ? infinity : max, nan: nan || opposed }
}

function multiply(a: ValueRange, b: ValueRange, nan: boolean): ValueRange {
  const undefinedProduct = (hasZero(a) && isUnbounded(b)) || (hasZero(b) && isUnbounded(a))
  const { min, max } = hull([a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max], 0)
  return { min, max, nan: nan || undefinedProduct }
}

function divide(a: ValueRange, b: ValueRange, nan: boolean): ValueRange {
  const undefinedQuotient = (hasZero(a) && hasZero(b)) || (isUnbounded(a) && isUnbounded(b))
  if (hasZero(b)) {
    // Nothing but positive numbers and zero below the line: the sign is that of what stands above it.
    if (b.min < 0 || Object.is(b.min, -0)) return { ...anyValue, nan: nan || undefinedQuotient }
    const nearest = (end: number) => (end === 0 || b.max === infinity ? 0 : end / b.max)
    const least = a.min >= 0 ? nearest(a.min) : -infinity
    const most = a.max <= 0 ? nearest(a.max) : infinity
    return { min: least, max: most, nan: nan || undefinedQuotient }
  }
  const quotients = [a.min / b.min, a.min / b.max, a.max / b.min, a.max / b.max]
  const { min, max } = hull(quotients, 0)
  if (!quotients.some(Number.isNaN)) return { min, max, nan: nan || undefinedQuotient }
  return {
    min: (a.min === -infinity && b.max > 0) || (a.max === infinity && b.min < 0) ? -infinity : Math.min(min, 0),
    max: (a.max === infinity && b.max > 0) || (a.min === -infinity && b.min < 0) ? infinity : Math.max(max, 0),
    nan: nan || undefinedQuotient,
  }
}

function remainder(a: ValueRange, b: ValueRange, nan: boolean): ValueRange {
  const most = Math.min(largest(a), largest(b))
  return { min: a.min < 0 ? -most : 0, max: a.max > 0 ? most : 0, nan: nan || hasZero(b) || isUnbounded(a) }
}

function power(a: ValueRange, b: ValueRange, nan: boolean): ValueRange {
  if (constantOf(b) === 2) {
    const least = hasZero(a) ? 0 : Math.min(a.min ** 2, a.max ** 2)
    return { min: least, max: largest(a) ** 2, nan }
  }
  if (a.min < 0 || Object.is(a.min, -0)) return anyValue
  const corners = [a.min ** b.min, a.min ** b.max, a.max ** b.min, a.max ** b.max]
  // JavaScript calls 1 to the power of infinity "not a number", Go does not.
  if (corners.some(Number.isNaN)) return { min: 0, max: infinity, nan }
  return { ...hull(corners, 0), nan }
}

/** The least and the greatest of some numbers; what is not a number counts as the given one. */
function hull(values: readonly number[], instead: number): { readonly min: number; readonly max: number } {
  let min = infinity
  let max = -infinity
  for (const value of values) {
    const known = Number.isNaN(value) ? instead : value
    min = Math.min(min, known)
    max = Math.max(max, known)
  }
  return { min, max }
}

const infinity = Number.POSITIVE_INFINITY
const hasZero = ({ min, max }: ValueRange) => min <= 0 && max >= 0
const isUnbounded = ({ min, max }: ValueRange) => min === -infinity || max === infinity
const largest = ({ min, max }: ValueRange) => Math.max(Math.abs(min), Math.abs(max))
