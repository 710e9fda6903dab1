import type { Span } from './ast.ts'

/** What is wrong with an expression, and where. */
export interface Fault extends Span {
  /** Short, begins with a small letter, has no full stop. */
  readonly message: string
}
