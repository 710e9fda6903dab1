import type { Assertion, CharacterItem, CharacterNode, RegexNode, RepetitionNode } from './regex-tree.ts'

/** One step of the search: where it goes on, and under which condition. */
export type Step =
  | { readonly kind: 'character'; readonly test: (code: number) => boolean; readonly next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'save'; readonly slot: number; readonly next: number }
  | { readonly kind: 'split'; readonly next: number; readonly otherwise: number }
  | { readonly kind: 'end' }

export interface Program {
  readonly steps: readonly Step[]
  readonly start: number
  /** Numbers of the groups that have a name. */
  readonly names: ReadonlyMap<string, number>
}

/** The steps that match a whole text, the preferred way first; `null` when there are too many. */
export function compileRegex(tree: RegexNode): Program | null {
  const compiler = new Compiler()
  try {
    const end = compiler.add({ kind: 'end' })
    const start = compiler.compile(tree, end)
    return { steps: compiler.steps, start, names: compiler.names }
  } catch (error) {
    if (error instanceof TooLong) return null
    throw error
  }
}

class Compiler {
  readonly steps: Step[] = []
  readonly names = new Map<string, number>()

  add(step: Step): number {
    if (this.steps.length >= mostSteps) throw new TooLong()
    return this.steps.push(step) - 1
  }

  /** Adds a part that goes on at `next`; returns where it starts. */
  compile(node: RegexNode, next: number): number {
    switch (node.kind) {
      case 'character':
        return this.add({ kind: 'character', test: testOf(node), next })
      case 'assertion':
        return this.add({ kind: 'assertion', assertion: node.assertion, next })
      case 'sequence':
        return node.parts.reduceRight((behind, part) => this.compile(part, behind), next)
      case 'choice':
        return node.parts
          .map((part) => this.compile(part, next))
          .reduceRight((otherwise, start) => this.add({ kind: 'split', next: start, otherwise }))
      case 'repetition':
        return this.repetition(node, next)
      case 'group': {
        if (node.name !== null) this.names.set(node.name, node.number)
        const close = this.add({ kind: 'save', slot: node.number * 2 + 1, next })
        return this.add({ kind: 'save', slot: node.number * 2, next: this.compile(node.part, close) })
      }
    }
  }

  private repetition({ part, partMatchesEmpty, least, most, greedy }: RepetitionNode, next: number): number {
    let start = next
    let left = least
    if (most === null) {
      const split = this.split(greedy, next, next)
      start = this.compile(part, split)
      this.steps[split] = splitOf(greedy, start, next)
      // Round a part that can be empty there is no second time.
      if (least === 0) start = partMatchesEmpty ? this.split(greedy, start, next) : split
      left = Math.max(0, least - 1)
    } else {
      for (let count = least; count < most; count += 1) start = this.split(greedy, this.compile(part, start), next)
    }
    for (; left > 0; left -= 1) start = this.compile(part, start)
    return start
  }

  private split(greedy: boolean, body: number, behind: number): number {
    return this.add(splitOf(greedy, body, behind))
  }
}

function splitOf(greedy: boolean, body: number, behind: number): Step {
  return greedy ? { kind: 'split', next: body, otherwise: behind } : { kind: 'split', next: behind, otherwise: body }
}

function testOf({ items, negated, folded }: CharacterNode): (code: number) => boolean {
  const [only] = items
  if (only === undefined) return () => negated
  if (items.length === 1 && !folded && 'from' in only) {
    const { from, to } = only
    return (code) => (code >= from && code <= to) !== negated
  }
  const tests = items.map((item) => itemTest(item, folded))
  return (code) => tests.some((test) => test(code)) !== negated
}

function itemTest(item: CharacterItem, folded: boolean): (code: number) => boolean {
  if ('from' in item && !folded) return (code) => code >= item.from && code <= item.to
  const source = 'from' in item ? `[${codeText(item.from)}-${codeText(item.to)}]` : item.property
  const pattern = new RegExp(source, folded ? 'iu' : 'u')
  const negated = 'from' in item ? false : item.negated
  return (code) => pattern.test(String.fromCodePoint(code)) !== negated
}

const codeText = (code: number): string => `\\u{${code.toString(16)}}`

class TooLong extends Error {}
const mostSteps = 20_000
