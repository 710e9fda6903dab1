import type { TextLiteral } from './go-template.ts'
import { readTextLiteral } from './read-text-literal.ts'
import { TemplateFault } from './template-fault.ts'

/** A piece of what stands between the braces. */
export interface ActionToken {
  readonly kind: 'field' | 'variable' | 'word' | 'literal' | 'string' | 'dot' | 'mark' | 'end'
  readonly text: string
  readonly from: number
  readonly to: number
  /** Whether nothing stands between it and the one before. */
  readonly joined: boolean
  readonly literal: TextLiteral | null
}

const patterns: readonly (readonly [ActionToken['kind'], RegExp])[] = [
  ['end', /\}\}/y],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*/uy],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['literal', /[+-]?(?:\d|\.\d)[\p{L}\p{N}_.]*(?:(?<=[eEpP])[+-]\d+)?/uy],
  ['literal', /'(?:[^'\\\n]|\\(?:[0-7]{3}|x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|.))'/iuy],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['dot', /\./y],
  ['mark', /:=|[|(),=]/y],
]
const number =
  /^[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|\d[\d_]*)i?$|^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?i?$/
const spaces = /\s*/y
/** What may follow a name at once. */
const behindName = /[\s|(),:.]|\}\}|$/y

/**
 * Reads what stands between braces, from behind the opening ones to behind the closing ones.
 *
 * @throws TemplateFault where Go's lexer stops.
 */
export function scanAction(text: string, start: number): readonly ActionToken[] {
  const tokens: ActionToken[] = []
  let at = start
  for (;;) {
    spaces.lastIndex = at
    const skipped = spaces.exec(text)?.[0].length ?? 0
    const from = at + skipped
    const token = readToken(text, from, skipped > 0)
    tokens.push({ ...token, joined: skipped === 0 && tokens.length > 0 })
    if (token.kind === 'end') return tokens
    at = token.to
  }
}

function readToken(text: string, from: number, spaced: boolean): Omit<ActionToken, 'joined'> {
  if (spaced && text.startsWith('-}}', from)) return { kind: 'end', text: '-}}', from, to: from + 3, literal: null }
  const first = text[from]
  if (first === undefined) throw new TemplateFault('unclosed action: `}}` is missing', from, from)
  if (first === '"' || first === '`') {
    const literal = readTextLiteral(text, from)
    return { kind: 'string', text: literal.value, from, to: literal.to, literal }
  }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = from
    const found = pattern.exec(text)?.[0]
    if (found === undefined) continue
    const to = from + found.length
    if (kind === 'literal' && first !== "'" && !number.test(found))
      throw new TemplateFault(`bad number: ${found}`, from, to)
    if (kind === 'field' || kind === 'variable' || kind === 'word') expectEnd(text, to)
    return { kind, text: found, from, to, literal: null }
  }
  throw unexpected(text, from)
}

function expectEnd(text: string, at: number): void {
  behindName.lastIndex = at
  if (behindName.exec(text) === null) throw unexpected(text, at)
}

function unexpected(text: string, at: number): TemplateFault {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return new TemplateFault(`unexpected \`${character}\` in a template`, at, at + character.length)
}
