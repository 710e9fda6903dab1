import type { Notation } from './ast.ts'
import { isWordCode, readNumber } from './read-number.ts'
import { readString } from './read-string.ts'
import { SyntaxFault } from './syntax-fault.ts'

export type TokenKind = 'end' | 'word' | 'number' | 'string' | Mark

type Mark =
  | ('(' | ')' | '{' | '}' | '[' | ']' | ',' | ':' | '@')
  | ('+' | '-' | '*' | '/' | '%' | '^')
  | ('=' | '==' | '!=' | '>' | '<' | '>=' | '<=' | '=~' | '!~')

/** What the same characters mean depends on the brackets around them. */
export type LexerMode = 'plain' | 'braces' | 'brackets'

/**
 * Walks over the tokens of an expression. Its fields describe the token it stands on.
 *
 * @throws SyntaxFault from the constructor and from `advance`, for what is no token.
 */
export class Lexer {
  readonly text: string
  kind: TokenKind = 'end'
  from = 0
  to = 0
  /** End of the token before. */
  lastTo = 0
  /** Of a word, as it was written; of a string, without quotes and escapes. */
  content = ''
  /** The word in small letters, as keywords are known in any; `''` when it stands on no word. */
  keyword = ''
  /** Of a number. */
  value = 0
  notation: Exclude<Notation, 'signed'> = 'plain'

  constructor(text: string) {
    this.text = text
    this.advance('plain')
  }

  is(kind: TokenKind): boolean {
    return this.kind === kind
  }

  /** `mode` of the next token. */
  advance(mode: LexerMode): void {
    this.lastTo = this.to
    this.keyword = ''
    const from = skipBlank(this.text, this.to)
    this.from = from
    const code = this.text.charCodeAt(from)
    if (from >= this.text.length) this.take('end', 0)
    else if (isWordCode(code) && !isDigit(code)) this.takeWord(mode)
    else if (code === colon) mode === 'plain' ? this.takeWord(mode) : this.take(':', 1)
    else if (isDigit(code) || (code === point && isDigit(this.text.charCodeAt(from + 1)))) this.takeNumber(mode)
    else if (code === 0x22 || code === 0x27 || code === 0x60) this.takeString()
    else this.takeMark(mode)
  }

  /** The token in words, for a message. */
  describe(): string {
    return this.kind === 'end' ? 'the end' : `\`${shortened(this.text.slice(this.from, this.to))}\``
  }

  unexpected(message: string): SyntaxFault {
    return new SyntaxFault(this.from, this.to, message)
  }

  private take(kind: TokenKind, length: number): void {
    this.kind = kind
    this.to = this.from + length
  }

  private takeWord(mode: LexerMode): void {
    let to = this.from
    let hasCapital = false
    for (;;) {
      const code = this.text.charCodeAt(to)
      if (!isWordCode(code) && !(code === colon && mode === 'plain')) break
      hasCapital ||= code >= 0x41 && code <= 0x5a
      to += 1
    }
    this.kind = 'word'
    this.to = to
    this.content = this.text.slice(this.from, to)
    this.keyword = hasCapital ? this.content.toLowerCase() : this.content
  }

  private takeNumber(mode: LexerMode): void {
    if (mode === 'braces') throw this.strange(1)
    const { value, notation, to } = readNumber(this.text, this.from)
    this.kind = 'number'
    this.to = to
    this.value = value
    this.notation = notation
  }

  private takeString(): void {
    const { value, to } = readString(this.text, this.from)
    this.kind = 'string'
    this.to = to
    this.content = value
  }

  private takeMark(mode: LexerMode): void {
    const first = this.text.charAt(this.from)
    const second = this.text.charCodeAt(this.from + 1)
    const two = second === equals || second === tilde ? this.text.slice(this.from, this.from + 2) : ''
    const pairs = mode === 'braces' ? bracePairs : pairMarks
    if (pairs.has(two)) this.take(two as Mark, 2)
    else if (singleMarks.has(first)) this.take(first as Mark, 1)
    else throw this.strange(this.strangeLength())
  }

  private strangeLength(): number {
    if (instead.has(this.text.slice(this.from, this.from + 2))) return 2
    return (this.text.codePointAt(this.from) ?? 0) > 0xffff ? 2 : 1
  }

  private strange(length: number): SyntaxFault {
    const characters = this.text.slice(this.from, this.from + length)
    const better = instead.get(characters)
    const hint = better === undefined ? '' : `, did you mean \`${better}\`?`
    return new SyntaxFault(this.from, this.from + length, `unexpected \`${characters}\`${hint}`)
  }
}

const colon = 0x3a
const point = 0x2e
const equals = 0x3d
const tilde = 0x7e
const singleMarks: ReadonlySet<string> = new Set('(){}[],@+-*/%^=><')
const pairMarks: ReadonlySet<string> = new Set(['==', '!=', '>=', '<='])
const bracePairs: ReadonlySet<string> = new Set(['!=', '=~', '!~'])
const instead: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
])

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Over spaces and comments. */
function skipBlank(text: string, from: number): number {
  let at = from
  for (;;) {
    const code = text.charCodeAt(at)
    if (code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d) at += 1
    else if (code === 0x23) at = lineEnd(text, at)
    else return at
  }
}

function lineEnd(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x0a || code === 0x0d) break
  }
  return at
}

/** Of a text that may be long, what a message can show. */
export function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text
}
