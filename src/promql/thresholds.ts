import type { ComparisonOperator, Expr } from './ast.ts'
import { childrenOf } from './children-of.ts'
import { isComparison, mirrored } from './operators.ts'
import { parsePromql } from './parse.ts'

/** A comparison of a query with a number that is written in it. */
export interface Comparison {
  /** As if the number stood on the right: `3 < x` is `> 3`. */
  readonly operator: ComparisonOperator
  readonly value: number
  /** Parentheses around it: in `a / (b > 0) > 0.5`, the guard of the division has one, the threshold none. */
  readonly depth: number
}

/**
 * The comparisons of a query with literal numbers, in the order of the text; none of a query that cannot be read.
 *
 * A number that is part of a larger term (`> 2 * rate(x[5m])`) is no threshold and left out.
 */
export function thresholds(query: string): readonly Comparison[] {
  const { node } = parsePromql(query)
  return node === null ? [] : comparisonsOf(node, 0)
}

/** The comparisons that decide: the outermost ones, each once; those further inside only guard a division or filter an input. */
export function outermost(comparisons: readonly Comparison[]): readonly Comparison[] {
  const least = Math.min(...comparisons.map(({ depth }) => depth))
  const outer = comparisons.filter(({ depth }) => depth === least)
  return [...new Map(outer.map((comparison) => [`${comparison.operator} ${comparison.value}`, comparison])).values()]
}

function comparisonsOf(node: Expr, depth: number): readonly Comparison[] {
  if (node.kind === 'binary') {
    return [...comparisonsOf(node.left, depth), ...comparisonAt(node, depth), ...comparisonsOf(node.right, depth)]
  }
  const inside = node.kind === 'unary' || node.kind === 'subquery' ? depth : depth + 1
  return childrenOf(node).flatMap((child) => comparisonsOf(child, inside))
}

function comparisonAt({ operator, left, right }: Expr & { kind: 'binary' }, depth: number): readonly Comparison[] {
  if (!isComparison(operator)) return []
  if (right.kind === 'number') return [{ operator, value: right.value, depth }]
  return left.kind === 'number' ? [{ operator: mirrored[operator], value: left.value, depth }] : []
}
