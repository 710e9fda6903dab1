import { subjectsOf } from '../checks/subjects-of.ts'
import type { Model } from '../model/model.ts'
import type { Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'

/** Who reads the series of a name: some panel, or rules and variables alone. */
export type Use = 'shown' | 'read'

/** Names of the series that some rule, panel, variable or annotation reads. */
export function usedNames(model: Model): ReadonlyMap<string, Use> {
  const names = new Map<string, Use>()
  const visit = (node: Expr, use: Use): void => {
    if (node.kind === 'vector' && node.name !== null && names.get(node.name.text) !== 'shown')
      names.set(node.name.text, use)
    for (const child of childrenOf(node)) visit(child, use)
  }
  for (const { expr, where } of subjectsOf(model).queries)
    if (expr !== null) visit(expr, where === 'panel' ? 'shown' : 'read')
  return names
}
