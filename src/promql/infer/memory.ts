import type { Expr } from '../ast.ts'
import type { Facts } from './facts.ts'

/**
 * What is known of parts of queries by their text, in one world: many queries ask for the same series, and rate and sum
 * them alike. Binary operators are left out, as how their sides meet is told of each alone.
 */
export class InferenceMemory {
  #facts = new Map<string, Facts>()

  /** What is known of a part of a text; worked out when it was not met before. */
  recall(node: Expr, text: string, work: () => Facts): Facts {
    const part = text.slice(node.from, node.to)
    const known = this.#facts.get(part)
    if (known !== undefined) return known
    const facts = work()
    if (this.#facts.size >= most) this.#facts.clear()
    this.#facts.set(part, facts)
    return facts
  }
}

const most = 5000
