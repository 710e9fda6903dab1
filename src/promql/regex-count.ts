import { RegexFault } from './regex-escape.ts'

/** How often something is repeated. */
export interface Count {
  /** Of its text. */
  readonly length: number
  readonly least: number
  /** `null` for no limit. */
  readonly most: number | null
  /** Whether it is written with numbers. */
  readonly counted: boolean
}

/**
 * `*`, `+`, `?`, `{2}`, `{2,}` or `{2,3}`; any other brace stands for itself.
 *
 * @throws RegexFault
 */
export function readCount(pattern: string, at: number): Count | null {
  const sign = signs.get(pattern[at] ?? '')
  if (sign !== undefined) return sign
  if (pattern[at] !== '{') return null
  const match = countPattern.exec(pattern.slice(at, at + longestCount))
  if (match === null) return null
  const least = Number(match[1])
  const most = match[2] === undefined ? least : match[2] === '' ? null : Number(match[2])
  if (least > mostRepeats || (most ?? 0) > mostRepeats || (most !== null && least > most)) {
    throw new RegexFault(`\`${match[0]}\` is no possible repetition`)
  }
  return { length: match[0].length, least, most, counted: true }
}

const signs: ReadonlyMap<string, Count> = new Map([
  ['*', { length: 1, least: 0, most: null, counted: false }],
  ['+', { length: 1, least: 1, most: null, counted: false }],
  ['?', { length: 1, least: 0, most: 1, counted: false }],
])
const mostRepeats = 1000
const longestCount = 24
const countPattern = /^\{(0|[1-9]\d*)(?:,(0|[1-9]\d*|))?\}/
