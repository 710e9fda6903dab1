import { RegexFault, readEscape } from './regex-escape.ts'

/**
 * Reads the class whose bracket stands at `from`.
 *
 * @returns the place behind it
 * @throws RegexFault
 */
export function readClass(pattern: string, from: number): number {
  let at = from + (pattern[from + 1] === '^' ? 2 : 1)
  for (let first = true; first || pattern[at] !== ']'; first = false) {
    if (at >= pattern.length) throw new RegexFault('unclosed `[`')
    at = readItem(pattern, at)
  }
  return at + 1
}

function readItem(pattern: string, from: number): number {
  if (pattern.startsWith('[:', from)) {
    const length = pattern.slice(from + 2, from + 2 + longestName).indexOf(':]')
    if (length >= 0) {
      const name = pattern.slice(from + 2, from + 2 + length).replace(/^\^/, '')
      if (!posixClasses.has(name)) throw new RegexFault(`there is no class \`[:${name}:]\``)
      return from + length + 4
    }
  }
  if (/[pPdswDSW]/.test(pattern[from + 1] ?? '') && pattern[from] === '\\') return readEscape(pattern, from, true)
  const low = readCharacter(pattern, from)
  const next = pattern[low.to + 1]
  if (pattern[low.to] !== '-' || next === ']') return low.to
  if (next === undefined) throw new RegexFault('unclosed `[`')
  const high = readCharacter(pattern, low.to + 1)
  if (high.code < low.code) throw new RegexFault(`the range \`${pattern.slice(from, high.to)}\` is empty`)
  return high.to
}

/** How far the end of a name is looked for, so that many beginnings without an end take no long time. */
const longestName = 256

const posixClasses: ReadonlySet<string> = new Set(
  'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' '),
)

interface Character {
  readonly code: number
  readonly to: number
}

function readCharacter(pattern: string, from: number): Character {
  if (pattern[from] !== '\\') {
    const code = pattern.codePointAt(from) ?? 0
    return { code, to: from + (code > 0xffff ? 2 : 1) }
  }
  const to = readEscape(pattern, from, false)
  return { code: escapedCode(pattern.slice(from + 1, to)), to }
}

function escapedCode(text: string): number {
  const named = 'abfnrtv'.includes(text) ? namedCodes[text] : undefined
  if (named !== undefined) return named
  if (text.startsWith('x')) return Number.parseInt(text.replace(/[x{}]/g, ''), 16)
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : (text.codePointAt(0) ?? 0)
}

const namedCodes: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }
