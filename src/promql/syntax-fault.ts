import type { Fault } from './fault.ts'

/** Ends the reading of an expression; never leaves this folder. */
export class SyntaxFault extends Error {
  readonly fault: Fault

  constructor(from: number, to: number, message: string) {
    super(message)
    this.name = 'SyntaxFault'
    this.fault = { from, to, message }
  }
}
