import type { Expr } from './ast.ts'
import { functions, type ValueType } from './functions.ts'

/** The type of what an expression gives, taken as correct. */
export function typeOf(node: Expr): ValueType {
  switch (node.kind) {
    case 'number':
      return 'scalar'
    case 'string':
      return 'string'
    case 'vector':
    case 'aggregation':
      return 'instant'
    case 'matrix':
    case 'subquery':
      return 'range'
    case 'call':
      return functions.get(node.name.text)?.result ?? 'instant'
    case 'binary':
      return typeOf(node.left) === 'scalar' && typeOf(node.right) === 'scalar' ? 'scalar' : 'instant'
    case 'unary':
    case 'parens':
      return typeOf(node.operand)
  }
}
