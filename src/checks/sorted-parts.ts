import type { Aggregation, Binary, Call, Expr, MatrixSelector, VectorSelector } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'

/** An expression and all that it is made of, outermost first; each check looks at parts of one kind. */
export class SortedParts {
  readonly parts: Expr[] = []
  readonly selectors: VectorSelector[] = []
  readonly ranges: MatrixSelector[] = []
  readonly calls: Call[] = []
  readonly aggregations: Aggregation[] = []
  readonly binaries: Binary[] = []

  constructor(expr: Expr) {
    this.#add(expr)
  }

  #add(node: Expr): void {
    this.parts.push(node)
    if (node.kind === 'vector') this.selectors.push(node)
    else if (node.kind === 'matrix') this.ranges.push(node)
    else if (node.kind === 'call') this.calls.push(node)
    else if (node.kind === 'aggregation') this.aggregations.push(node)
    else if (node.kind === 'binary') this.binaries.push(node)
    for (const child of childrenOf(node)) this.#add(child)
  }
}
