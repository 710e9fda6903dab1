import type { Expr } from './ast.ts'

/** The expressions that an expression is made of, in the order of the text. */
export function childrenOf(node: Expr): readonly Expr[] {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'vector':
      return []
    case 'matrix':
      return [node.selector]
    case 'subquery':
    case 'unary':
    case 'parens':
      return [node.operand]
    case 'call':
      return node.args
    case 'aggregation':
      return node.param === null ? [node.operand] : [node.param, node.operand]
    case 'binary':
      return [node.left, node.right]
  }
}
