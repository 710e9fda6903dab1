import { subjectsOf } from '../checks/subjects-of.ts'
import type { Model } from '../model/model.ts'
import type { Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'

/** Names of the series that some rule, panel, variable or annotation reads. */
export function usedNames(model: Model): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: Expr): void => {
    if (node.kind === 'vector' && node.name !== null) names.add(node.name.text)
    for (const child of childrenOf(node)) visit(child)
  }
  for (const { expr } of subjectsOf(model).queries) if (expr !== null) visit(expr)
  return names
}
