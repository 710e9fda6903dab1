import type { ArithmeticOperator } from '../ast.ts'
import type { LabelSet } from './label-set.ts'
import { calculate } from './range-arithmetic.ts'
import { grows, joinJobs, type Shape, type ValueKind, valueUnit } from './shape.ts'
import { divideUnits, multiplyUnits, sameUnit, type Unit } from './unit.ts'
import { constantOf } from './value-range.ts'

/** The side that is a number, of an operator between a vector and a number. */
export type NumberSide = 'left' | 'right' | null

/** The value of an arithmetic operation, with the labels of its result. */
export function combineValues(
  operator: ArithmeticOperator,
  left: Shape,
  right: Shape,
  numberSide: NumberSide,
  labels: LabelSet,
): Shape {
  const range = calculate(operator, left.range, right.range)
  const kind = kindOf(operator, left, right, numberSide)
  const stays = grows(kind)
  return {
    labels,
    kind,
    growth: stays ? (numberSide === 'left' ? right : left).growth : 'raw',
    unit: kind === 'bucket' ? sameBounds(left, right, numberSide) : unitOf(operator, left, right, numberSide),
    range,
    jobs: joinJobs(left.jobs, right.jobs),
    repeated: left.repeated || right.repeated,
    vanishes: left.vanishes || right.vanishes,
  }
}

/** What grows remains so when it is scaled or added to its like. */
function kindOf(operator: ArithmeticOperator, left: Shape, right: Shape, numberSide: NumberSide): ValueKind {
  if (numberSide !== null) {
    const vector = numberSide === 'left' ? right : left
    if (vector.kind === 'unknown') return 'unknown'
    const scaled =
      operator === '*' || operator === '+' || (numberSide === 'right' && (operator === '/' || operator === '-'))
    if (!scaled) return 'gauge'
    if (grows(vector.kind)) return vector.kind
    return vector.kind === 'timestamp' && (operator === '+' || operator === '-') ? 'timestamp' : 'gauge'
  }
  if (operator === '*' && right.kind === 'info') return left.kind
  if (operator === '*' && left.kind === 'info') return right.kind
  if (left.kind === 'unknown' || right.kind === 'unknown') return 'unknown'
  return operator === '+' && left.kind === right.kind && left.growth === right.growth && grows(left.kind)
    ? left.kind
    : 'gauge'
}

function unitOf(operator: ArithmeticOperator, left: Shape, right: Shape, numberSide: NumberSide): Unit {
  const a = valueUnit(left)
  const b = valueUnit(right)
  switch (operator) {
    case '+':
    case '-':
      // A number that is written has the unit of what it is added to.
      return numberSide === 'right' && b === 'unknown'
        ? a
        : numberSide === 'left' && a === 'unknown'
          ? b
          : sameUnit(a, b)
    case '*':
      return isOne(right) && numberSide === 'right' ? a : isOne(left) && numberSide === 'left' ? b : multiplyUnits(a, b)
    case '/':
      return isOne(right) && numberSide === 'right' ? a : divideUnits(a, b)
    case '%':
      return a
    case '^':
      return 'unknown'
    case 'atan2':
      return 'none'
  }
}

const isOne = ({ range }: Shape) => Math.abs(constantOf(range) ?? 0) === 1

function sameBounds(left: Shape, right: Shape, numberSide: NumberSide): Unit {
  if (numberSide !== null) return (numberSide === 'left' ? right : left).unit
  return left.kind !== 'bucket' ? right.unit : right.kind !== 'bucket' ? left.unit : sameUnit(left.unit, right.unit)
}
