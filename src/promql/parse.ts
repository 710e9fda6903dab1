import type { Expr } from './ast.ts'
import type { Fault } from './fault.ts'
import { Parser } from './parser.ts'
import { SyntaxFault } from './syntax-fault.ts'

export interface Parsed {
  /** `null` exactly when there are faults. */
  readonly node: Expr | null
  /** In the order of the text; a fault of the grammar is the last, as reading ends there. */
  readonly faults: readonly Fault[]
}

/**
 * Reads an expression in the union of what the versions accept; `checkTypes` says what one of them refuses.
 * Never throws, and its depth is bounded: 250 levels of nesting and 1,000 operators.
 */
export function parsePromql(text: string): Parsed {
  const faults: Fault[] = []
  try {
    const node = new Parser(text, faults).parse()
    return { node: faults.length === 0 ? node : null, faults }
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error
    faults.push(error.fault)
    return { node: null, faults }
  }
}
