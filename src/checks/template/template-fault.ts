import type { Fault } from '../../promql/fault.ts'

/** Ends the reading of a template; never leaves the parser. */
export class TemplateFault extends Error {
  readonly fault: Fault

  constructor(message: string, from: number, to: number) {
    super(message)
    this.fault = { message, from, to }
  }
}
