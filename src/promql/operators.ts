import type { ArithmeticOperator, BinaryOperator, ComparisonOperator, SetOperator } from './ast.ts'

/** How tightly an operator binds, by its name; a word is written here in small letters. */
export const precedences: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ['unless', 2],
  ['==', 3],
  ['!=', 3],
  ['>', 3],
  ['<', 3],
  ['>=', 3],
  ['<=', 3],
  ['+', 4],
  ['-', 4],
  ['*', 5],
  ['/', 5],
  ['%', 5],
  ['atan2', 5],
  ['^', 6],
] satisfies [BinaryOperator, number][])

/** The only one that groups from the right: `2 ^ 3 ^ 2` is `2 ^ (3 ^ 2)`; a sign binds less tightly than it. */
export const powerPrecedence = 6

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<='])
const sets: ReadonlySet<string> = new Set(['and', 'or', 'unless'])

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return comparisons.has(operator)
}

export function isSetOperator(operator: BinaryOperator): operator is SetOperator {
  return sets.has(operator)
}

export function isArithmetic(operator: BinaryOperator): operator is ArithmeticOperator {
  return !isComparison(operator) && !isSetOperator(operator)
}

/** The comparison that says the same when its sides are exchanged. */
export const mirrored = {
  '==': '==',
  '!=': '!=',
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
} as const satisfies Record<ComparisonOperator, ComparisonOperator>
