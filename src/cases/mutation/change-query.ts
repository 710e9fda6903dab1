import type { Expr } from '../../promql/ast.ts'
import { childrenOf } from '../../promql/children-of.ts'
import type { Change } from './operators/change.ts'
import { queryOperators } from './operators/query-operators.ts'

/** Every small change of a query, in the order of the text; some may not parse, or change nothing. */
export function changesOf(text: string, expr: Expr, valueSeen: boolean): readonly Change[] {
  const changes: Change[] = []
  const visit = (node: Expr, around: readonly Expr[]): void => {
    for (const operator of queryOperators) changes.push(...operator({ text, node, around, valueSeen }))
    for (const child of childrenOf(node)) visit(child, [...around, node])
  }
  visit(expr, [])
  return changes.sort((a, b) => a.anchor - b.anchor)
}
