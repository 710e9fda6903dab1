import { readClass } from './regex-class.ts'
import { RegexFault, readEscape } from './regex-escape.ts'

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
}

/** Reads RE2's syntax without compiling anything. */
export class RegexReader {
  private readonly pattern: string
  private at = 0
  private depth = 0
  private needs3 = false

  constructor(pattern: string) {
    this.pattern = pattern
  }

  read(): Regex {
    try {
      const part = this.readAlternatives()
      if (this.at < this.pattern.length) throw new RegexFault('`)` without `(`')
      return { fault: null, matchesEmpty: part.matchesEmpty, needs3: this.needs3 }
    } catch (error) {
      if (error instanceof RegexFault) return { fault: error.message, matchesEmpty: false, needs3: false }
      throw error
    }
  }

  private readAlternatives(): Part {
    this.depth += 1
    if (this.depth > deepest) throw new RegexFault('nested too deeply')
    const part = { matchesEmpty: false, repeats: 1 }
    for (;;) {
      const sequence = this.readSequence()
      part.matchesEmpty ||= sequence.matchesEmpty
      part.repeats = Math.max(part.repeats, sequence.repeats)
      if (this.pattern[this.at] !== '|') break
      this.at += 1
    }
    this.depth -= 1
    return part
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
      repeats: parts.reduce((most, { repeats }) => Math.max(most, repeats), 1),
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
      case '[':
        this.at = readClass(this.pattern, this.at)
        return filled
      case '^':
      case '$':
        this.at += 1
        return empty
      case '*':
      case '+':
      case '?':
        throw new RegexFault(`nothing before \`${character}\` to repeat`)
      case '{':
        if (this.countAt() !== null) throw new RegexFault('nothing before `{` to repeat')
        this.at += 1
        return filled
      case '\\':
        return this.readBackslash()
      default:
        this.at += (this.pattern.codePointAt(this.at) ?? 0) > 0xffff ? 2 : 1
        return filled
    }
  }

  private readGroup(): Part | null {
    const head = groupHead.exec(this.pattern.slice(this.at))
    if (head === null) throw new RegexFault('unknown group, RE2 has no look-around')
    const [text, end] = head
    this.at += text.length
    if (text.startsWith('(?<')) this.needs3 = true
    if (end === ')') return null
    const part = this.readAlternatives()
    if (this.pattern[this.at] !== ')') throw new RegexFault('unclosed `(`')
    this.at += 1
    return part
  }

  private readBackslash(): Part | null {
    const letter = this.pattern[this.at + 1]
    if (letter === 'Q') return this.readQuoted()
    if (letter === 'A' || letter === 'z' || letter === 'B' || letter === 'b') {
      this.at += 2
      return letter === 'b' ? filled : empty
    }
    this.at = readEscape(this.pattern, this.at, true)
    return filled
  }

  /** `\Q...\E`; a repetition behind it is one of its last character. */
  private readQuoted(): Part | null {
    const end = this.pattern.indexOf('\\E', this.at + 2)
    const content = this.pattern.slice(this.at + 2, end < 0 ? undefined : end)
    this.at = end < 0 ? this.pattern.length : end + 2
    if (end < 0) this.needs3 = true
    if (content === '') return null
    return [...content].length > 1 && this.repetitionAt() ? this.readRepetitionAfterText() : filled
  }

  private readRepetitionAfterText(): Part {
    this.readRepetition(filled)
    return filled
  }

  private readRepetition(atom: Part): Part {
    const { pattern } = this
    const character = pattern[this.at]
    const count = character === '{' ? this.countAt() : null
    if (count !== null) this.at += count.length
    else if (character === '*' || character === '+' || character === '?') this.at += 1
    else return atom
    if (pattern[this.at] === '?') this.at += 1
    if (this.repetitionAt()) throw new RegexFault('two repetitions in a row')
    if (count === null) return { matchesEmpty: atom.matchesEmpty || character !== '+', repeats: atom.repeats }
    const most = count.most ?? count.least
    const repeats = most >= 2 ? atom.repeats * most : most === 0 ? 1 : atom.repeats
    if (repeats > mostRepeats) throw new RegexFault(`more than ${mostRepeats} repetitions`)
    return { matchesEmpty: atom.matchesEmpty || count.least === 0, repeats }
  }

  private repetitionAt(): boolean {
    const character = this.pattern[this.at]
    return character === '*' || character === '+' || character === '?' || (character === '{' && this.countAt() !== null)
  }

  /** `{2}`, `{2,}` or `{2,3}`; any other brace stands for itself. */
  private countAt(): Count | null {
    const match = countPattern.exec(this.pattern.slice(this.at, this.at + longestCount))
    if (match === null) return null
    const least = Number(match[1])
    const most = match[2] === undefined ? least : match[2] === '' ? null : Number(match[2])
    if (least > mostRepeats || (most ?? 0) > mostRepeats || (most !== null && least > most)) {
      throw new RegexFault(`\`${match[0]}\` is no possible repetition`)
    }
    return { length: match[0].length, least, most }
  }
}

interface Count {
  readonly length: number
  readonly least: number
  /** `null` for no limit. */
  readonly most: number | null
}

const filled: Part = { matchesEmpty: false, repeats: 1 }
const empty: Part = { matchesEmpty: true, repeats: 1 }
const deepest = 1000
const mostRepeats = 1000
const longestCount = 24
const groupHead = /^\((?!\?)|^\(\?P?<\w+>|^\(\?(?:[imsU]+(?:-[imsU]+)?|-[imsU]+)?([:)])/
const countPattern = /^\{(0|[1-9]\d*)(?:,(0|[1-9]\d*|))?\}/
