import type { Expr } from '../../promql/ast.ts'

/** A text that is the same for queries that only differ in blanks, parentheses, notations of numbers and positions. */
export function normalForm(expr: Expr): string {
  return JSON.stringify(expr, (key, value: unknown) => {
    if (positions.has(key)) return undefined
    return isParens(value) ? innermost(value) : value
  })
}

const positions: ReadonlySet<string> = new Set(['from', 'to', 'operatorSpan', 'notation', 'quoted'])

function isParens(value: unknown): value is Expr & { readonly kind: 'parens' } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'parens'
}

function innermost(node: Expr): Expr {
  return node.kind === 'parens' ? innermost(node.operand) : node
}
