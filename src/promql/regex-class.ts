import { RegexFault, rangesOf, readEscape } from './regex-escape.ts'
import { type CharacterItem, type CodeRange, invertRanges } from './regex-tree.ts'

export interface CharacterClass {
  /** The place behind it. */
  readonly to: number
  readonly items: readonly CharacterItem[]
  readonly negated: boolean
}

/**
 * Reads the class whose bracket stands at `from`.
 *
 * @throws RegexFault
 */
export function readClass(pattern: string, from: number): CharacterClass {
  const negated = pattern[from + 1] === '^'
  const items: CharacterItem[] = []
  let at = from + (negated ? 2 : 1)
  for (let first = true; first || pattern[at] !== ']'; first = false) {
    if (at >= pattern.length) throw new RegexFault('unclosed `[`')
    at = readItem(pattern, at, items)
  }
  return { to: at + 1, items, negated }
}

function readItem(pattern: string, from: number, items: CharacterItem[]): number {
  if (pattern.startsWith('[:', from)) {
    const length = pattern.slice(from + 2, from + 2 + longestName).indexOf(':]')
    if (length >= 0) {
      items.push(...posixClass(pattern.slice(from + 2, from + 2 + length)))
      return from + length + 4
    }
  }
  if (/[pPdswDSW]/.test(pattern[from + 1] ?? '') && pattern[from] === '\\') {
    const { items: escaped, to } = readEscape(pattern, from, true)
    items.push(...escaped)
    return to
  }
  const low = readCharacter(pattern, from)
  const next = pattern[low.to + 1]
  if (pattern[low.to] !== '-' || next === ']') {
    items.push({ from: low.code, to: low.code })
    return low.to
  }
  if (next === undefined) throw new RegexFault('unclosed `[`')
  const high = readCharacter(pattern, low.to + 1)
  if (high.code < low.code) throw new RegexFault(`the range \`${pattern.slice(from, high.to)}\` is empty`)
  items.push({ from: low.code, to: high.code })
  return high.to
}

/** How far the end of a name is looked for, so that many beginnings without an end take no long time. */
const longestName = 256

function posixClass(text: string): readonly CodeRange[] {
  const name = text.replace(/^\^/, '')
  const ranges = posixClasses.get(name)
  if (ranges === undefined) throw new RegexFault(`there is no class \`[:${name}:]\``)
  return text === name ? ranges : invertRanges(ranges)
}

const posixClasses: ReadonlyMap<string, readonly CodeRange[]> = new Map([
  ['alnum', rangesOf('09', 'AZ', 'az')],
  ['alpha', rangesOf('AZ', 'az')],
  ['ascii', rangesOf('\x00\x7f')],
  ['blank', rangesOf('\t', ' ')],
  ['cntrl', rangesOf('\x00\x1f', '\x7f')],
  ['digit', rangesOf('09')],
  ['graph', rangesOf('!~')],
  ['lower', rangesOf('az')],
  ['print', rangesOf(' ~')],
  ['punct', rangesOf('!/', ':@', '[`', '{~')],
  ['space', rangesOf('\t\r', ' ')],
  ['upper', rangesOf('AZ')],
  ['word', rangesOf('09', 'AZ', '_', 'az')],
  ['xdigit', rangesOf('09', 'AF', 'af')],
])

interface Character {
  readonly code: number
  readonly to: number
}

function readCharacter(pattern: string, from: number): Character {
  if (pattern[from] !== '\\') {
    const code = pattern.codePointAt(from) ?? 0
    return { code, to: from + (code > 0xffff ? 2 : 1) }
  }
  const { items, to } = readEscape(pattern, from, false)
  const [item] = items
  return { code: item !== undefined && 'from' in item ? item.from : 0, to }
}
