import { readClass } from './regex-class.ts'
import { readCount } from './regex-count.ts'
import { RegexFault, readEscape } from './regex-escape.ts'
import { type Assertion, type CharacterItem, nothing, type RegexNode } from './regex-tree.ts'

export interface Regex {
  /** Why Prometheus refuses it, or `null`. */
  readonly fault: string | null
  /** Whether it matches the value of a label that is not there. */
  readonly matchesEmpty: boolean
  /** Whether 2.42 refuses it: `(?<name>x)`, or a `\Q` that is left open. */
  readonly needs3: boolean
}

/** A part of a regular expression that was read. */
interface Part {
  readonly matchesEmpty: boolean
  /** Product of the counted repetitions that stand in each other. */
  readonly repeats: number
  readonly node: RegexNode
}

/** What `(?ims-U)` sets. */
interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
  readonly U: boolean
}

/** Reads RE2's syntax. */
export class RegexReader {
  private readonly pattern: string
  private at = 0
  private depth = 0
  private needs3 = false
  private groups = 0
  /** As Prometheus compiles its patterns: `.` is any character. */
  private flags: Flags = { i: false, m: false, s: true, U: false }

  constructor(pattern: string) {
    this.pattern = pattern
  }

  read(): Regex {
    try {
      const { matchesEmpty } = this.readAll()
      return { fault: null, matchesEmpty, needs3: this.needs3 }
    } catch (error) {
      if (error instanceof RegexFault) return { fault: error.message, matchesEmpty: false, needs3: false }
      throw error
    }
  }

  /** The same as a tree; `null` when it has a fault. */
  readTree(): RegexNode | null {
    try {
      return this.readAll().node
    } catch (error) {
      if (error instanceof RegexFault) return null
      throw error
    }
  }

  private readAll(): Part {
    const part = this.readAlternatives()
    if (this.at < this.pattern.length) throw new RegexFault('`)` without `(`')
    return part
  }

  private readAlternatives(): Part {
    this.depth += 1
    if (this.depth > deepest) throw new RegexFault('nested too deeply')
    const parts = [this.readSequence()]
    while (this.pattern[this.at] === '|') {
      this.at += 1
      parts.push(this.readSequence())
    }
    this.depth -= 1
    return {
      matchesEmpty: parts.some(({ matchesEmpty }) => matchesEmpty),
      repeats: mostOf(parts),
      node: join('choice', parts),
    }
  }

  private readSequence(): Part {
    const parts: Part[] = []
    for (;;) {
      const character = this.pattern[this.at]
      if (character === undefined || character === '|' || character === ')') break
      const atom = this.readAtom(character)
      if (atom !== null) parts.push(this.readRepetition(atom))
      else this.repeatLast(parts)
    }
    return {
      matchesEmpty: parts.every(({ matchesEmpty }) => matchesEmpty),
      repeats: mostOf(parts),
      node: join('sequence', parts),
    }
  }

  /** In `a(?i)*`, the star is one of the letter. */
  private repeatLast(parts: Part[]): void {
    if (!this.repetitionAt()) return
    const last = parts.pop()
    if (last === undefined) throw new RegexFault(`nothing before \`${this.pattern[this.at]}\` to repeat`)
    parts.push(this.readRepetition(last))
  }

  /** `null` for what only sets flags or quotes nothing. */
  private readAtom(character: string): Part | null {
    switch (character) {
      case '(':
        return this.readGroup()
      case '[': {
        const { items, negated, to } = readClass(this.pattern, this.at)
        this.at = to
        return this.character(items, negated)
      }
      case '.':
        this.at += 1
        return this.character(this.flags.s ? [] : newline, true)
      case '^':
        this.at += 1
        return assert(this.flags.m ? 'line-start' : 'text-start', true)
      case '$':
        this.at += 1
        return assert(this.flags.m ? 'line-end' : 'text-end', true)
      case '*':
      case '+':
      case '?':
        throw new RegexFault(`nothing before \`${character}\` to repeat`)
      case '{':
        if (readCount(this.pattern, this.at) !== null) throw new RegexFault('nothing before `{` to repeat')
        return this.readLiteral()
      case '\\':
        return this.readBackslash()
      default:
        return this.readLiteral()
    }
  }

  private readLiteral(): Part {
    const code = this.pattern.codePointAt(this.at) ?? 0
    this.at += code > 0xffff ? 2 : 1
    return this.character([{ from: code, to: code }])
  }

  private character(items: readonly CharacterItem[], negated = false): Part {
    return { matchesEmpty: false, repeats: 1, node: { kind: 'character', items, negated, folded: this.flags.i } }
  }

  private readGroup(): Part | null {
    const head = groupHead.exec(this.pattern.slice(this.at))
    if (head === null) throw new RegexFault('unknown group, RE2 has no look-around')
    const [text, name = null, on, off, end] = head
    const outer = this.flags
    this.at += text.length
    if (text.startsWith('(?<')) this.needs3 = true
    this.flags = withFlags(withFlags(outer, on, true), off, false)
    if (end === ')') return null
    const captures = text === '(' || name !== null
    if (captures) this.groups += 1
    const number = this.groups
    const part = this.readAlternatives()
    if (this.pattern[this.at] !== ')') throw new RegexFault('unclosed `(`')
    this.at += 1
    this.flags = outer
    return captures ? { ...part, node: { kind: 'group', number, name, part: part.node } } : part
  }

  private readBackslash(): Part | null {
    const letter = this.pattern[this.at + 1] ?? ''
    if (letter === 'Q') return this.readQuoted()
    const assertion = assertions.get(letter)
    if (assertion !== undefined) {
      this.at += 2
      return assert(assertion, letter !== 'b')
    }
    const { items, to } = readEscape(this.pattern, this.at, true)
    this.at = to
    return this.character(items)
  }

  /** `\Q...\E`; a repetition behind it is one of its last character. */
  private readQuoted(): Part | null {
    const end = this.pattern.indexOf('\\E', this.at + 2)
    const content = this.pattern.slice(this.at + 2, end < 0 ? undefined : end)
    this.at = end < 0 ? this.pattern.length : end + 2
    if (end < 0) this.needs3 = true
    const parts = [...content].map((one) => {
      const code = one.codePointAt(0) ?? 0
      return this.character([{ from: code, to: code }])
    })
    const last = parts.pop()
    if (last === undefined) return null
    if (parts.length === 0) return last
    parts.push(this.readRepetition(last))
    return { matchesEmpty: false, repeats: 1, node: join('sequence', parts) }
  }

  private readRepetition(atom: Part): Part {
    const { pattern } = this
    const count = readCount(pattern, this.at)
    if (count === null) return atom
    this.at += count.length
    const lazy = pattern[this.at] === '?'
    if (lazy) this.at += 1
    if (this.repetitionAt()) throw new RegexFault('two repetitions in a row')
    const { least, most, counted } = count
    const times = counted ? (most ?? least) : 1
    const repeats = times >= 2 ? atom.repeats * times : times === 0 ? 1 : atom.repeats
    if (repeats > mostRepeats) throw new RegexFault(`more than ${mostRepeats} repetitions`)
    const matchesEmpty = atom.matchesEmpty || least === 0
    const greedy = lazy === this.flags.U
    const { node: part, matchesEmpty: partMatchesEmpty } = atom
    return { matchesEmpty, repeats, node: { kind: 'repetition', part, partMatchesEmpty, least, most, greedy } }
  }

  private repetitionAt(): boolean {
    return readCount(this.pattern, this.at) !== null
  }
}

function mostOf(parts: readonly Part[]): number {
  return parts.reduce((most, { repeats }) => Math.max(most, repeats), 1)
}

function join(kind: 'sequence' | 'choice', parts: readonly Part[]): RegexNode {
  const [only = null] = parts
  if (only === null) return nothing
  return parts.length === 1 ? only.node : { kind, parts: parts.map(({ node }) => node) }
}

function assert(assertion: Assertion, matchesEmpty: boolean): Part {
  return { matchesEmpty, repeats: 1, node: { kind: 'assertion', assertion } }
}

function withFlags(flags: Flags, letters: string | undefined, value: boolean): Flags {
  return letters === undefined
    ? flags
    : { ...flags, ...Object.fromEntries([...letters].map((letter) => [letter, value])) }
}

const assertions: ReadonlyMap<string, Assertion> = new Map([
  ['A', 'text-start'],
  ['z', 'text-end'],
  ['b', 'word-edge'],
  ['B', 'no-word-edge'],
])
const newline: readonly CharacterItem[] = [{ from: 10, to: 10 }]
const deepest = 1000
const mostRepeats = 1000
const groupHead = /^\((?!\?)|^\(\?P?<(\w+)>|^\(\?(?:([imsU]+)?(?:-([imsU]+))?)([:)])/
