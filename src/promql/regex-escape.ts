import { type CharacterItem, type CodeRange, invertRanges } from './regex-tree.ts'

/** Ends the reading of a regular expression; never leaves this folder. */
export class RegexFault extends Error {}

export interface Escape {
  /** The place behind it. */
  readonly to: number
  readonly items: readonly CharacterItem[]
}

/**
 * Reads the escape whose backslash stands at `from`.
 *
 * @param classes Whether it may stand for several characters, as `\d` does.
 * @throws RegexFault
 */
export function readEscape(pattern: string, from: number, classes: boolean): Escape {
  escapePattern.lastIndex = from
  const match = escapePattern.exec(pattern)
  const { code, letter, name = letter, kind } = match?.groups ?? {}
  const known =
    match !== null &&
    (code === undefined || Number.parseInt(code, 16) <= 0x10ffff) &&
    (name === undefined || isUnicodeClass(name)) &&
    (classes || (name === undefined && kind === undefined))
  if (!known) throw new RegexFault(from + 1 < pattern.length ? unknown(pattern, from) : 'a backslash at the end')
  const to = escapePattern.lastIndex
  if (kind !== undefined) return { to, items: perlClasses[kind] ?? [] }
  if (name === undefined) {
    const character = escapedCode(pattern.slice(from + 1, to))
    return { to, items: [{ from: character, to: character }] }
  }
  const negated = pattern.startsWith('\\P', from) !== pattern.startsWith('{^', from + 2)
  return { to, items: [{ property: unicodeClass(name), negated }] }
}

const escapePattern = new RegExp(
  [
    /\\(?<kind>[dswDSW])/,
    /\\[pP](?:(?<letter>[A-Z])|\{\^?(?<name>[^}]*)\})/,
    /\\(?:[1-7][0-7]{1,2}|0[0-7]{0,2})/,
    /\\x(?:\{(?<code>[\da-fA-F]+)\}|[\da-fA-F]{2})/,
    /\\[afnrtv]/,
    /\\[^\da-zA-Z\u0080-\uffff]/,
  ]
    .map((one) => one.source)
    .join('|'),
  'y',
)

function unknown(pattern: string, from: number): string {
  return `RE2 has no escape \`${pattern.slice(from, from + 2)}\``
}

function escapedCode(text: string): number {
  const named = namedCodes[text]
  if (named !== undefined) return named
  if (text.startsWith('x')) return Number.parseInt(text.replace(/[x{}]/g, ''), 16)
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : (text.codePointAt(0) ?? 0)
}

const namedCodes: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }

/** Each range by its first and last character. */
export const rangesOf = (...ends: readonly string[]): readonly CodeRange[] =>
  ends.map((text) => ({ from: text.charCodeAt(0), to: text.charCodeAt(text.length - 1) }))

const digits = rangesOf('09')
const spaces = rangesOf('\t\n', '\f\r', ' ')
const words = rangesOf('09', 'AZ', '_', 'az')

const perlClasses: Readonly<Record<string, readonly CodeRange[]>> = {
  d: digits,
  s: spaces,
  w: words,
  D: invertRanges(digits),
  S: invertRanges(spaces),
  W: invertRanges(words),
}

/** Go knows the short names of categories and the scripts. */
function isUnicodeClass(name: string): boolean {
  if (name === 'Any') return true
  return /^[A-Z]\w*$/.test(name) && compiles(unicodeClass(name))
}

const unicodeClass = (name: string): string =>
  name === 'Any' || /^[A-Z][a-z]?$/.test(name) ? `\\p{${name}}` : `\\p{Script=${name}}`

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}
