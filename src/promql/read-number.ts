import type { Notation } from './ast.ts'
import { SyntaxFault } from './syntax-fault.ts'

export interface ReadNumber {
  /** Seconds, when it was written as a duration. */
  readonly value: number
  readonly notation: Exclude<Notation, 'signed'>
  /** Behind the last character. */
  readonly to: number
}

/**
 * Reads the number or duration at `from`, where a digit stands, or a point before one.
 *
 * @throws SyntaxFault
 */
export function readNumber(text: string, from: number): ReadNumber {
  const end = digitsEnd(text, from)
  const next = text.charCodeAt(end)
  if (end - from < 16 && !continues(next) && (text.charCodeAt(from) !== zero || end === from + 1)) {
    return { value: Number(text.slice(from, end)), notation: 'plain', to: end }
  }
  return readDecimal(text, from, end) ?? readOneUnit(text, from, end) ?? readRest(text, from)
}

/** Regular expressions cost more than all else: they are for what is seldom written. */
function readRest(text: string, from: number): ReadNumber {
  return readDuration(text, from) ?? readOddNumber(text, from)
}

/** What nanoseconds in 64 bits can hold, in seconds. */
const longest = 2 ** 63 / 1e9

export function isTooLong(seconds: number): boolean {
  return Math.abs(seconds) > longest
}

const zero = 0x30
const nine = 0x39
const pointCode = 0x2e
/** By the letter of a unit. */
const secondsOf = new Map(
  Object.entries({ s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 }).map(([unit, seconds]) => [
    unit.charCodeAt(0),
    seconds,
  ]),
)

/** Such as `0.95`. */
function readDecimal(text: string, from: number, point: number): ReadNumber | null {
  if (text.charCodeAt(point) !== pointCode || point === from) return null
  const end = digitsEnd(text, point + 1)
  if (end === point + 1 || end - from > 24 || continues(text.charCodeAt(end))) return null
  return { value: Number(text.slice(from, end)), notation: 'plain', to: end }
}

/** Such as `5m`. */
function readOneUnit(text: string, from: number, end: number): ReadNumber | null {
  const seconds = secondsOf.get(text.charCodeAt(end))
  if (seconds === undefined || end - from > 5 || isWordCode(text.charCodeAt(end + 1))) return null
  const value = Number(text.slice(from, end)) * seconds
  return isTooLong(value) ? null : { value, notation: 'duration', to: end + 1 }
}

function digitsEnd(text: string, from: number): number {
  let at = from
  for (let code = text.charCodeAt(at); code >= zero && code <= nine; code = text.charCodeAt(at)) at += 1
  return at
}

function continues(code: number): boolean {
  return code === pointCode || isWordCode(code)
}

/** A letter, a digit or an underscore. */
export function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= zero && code <= nine) || code === 0x5f
  )
}

const duration = /(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?/y
const unitMilliseconds = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1]

function readDuration(text: string, from: number): ReadNumber | null {
  duration.lastIndex = from
  const match = duration.exec(text)
  const to = duration.lastIndex
  if (match === null || match[0] === '' || isWordCode(text.charCodeAt(to))) return null
  let milliseconds = 0
  for (const [index, size] of unitMilliseconds.entries()) {
    const count = match[index + 1]
    if (count !== undefined) milliseconds += Number(count) * size
  }
  const seconds = milliseconds / 1000
  if (isTooLong(seconds)) throw new SyntaxFault(from, to, 'duration longer than 292 years')
  return { value: seconds, notation: 'duration', to }
}

const number = new RegExp(
  [
    /0[xX]_?[\da-fA-F]+(?:_(?![eE])[\da-fA-F]+)*/,
    /(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?/,
  ]
    .map((one) => one.source)
    .join('|'),
  'y',
)
const word = /[\w.]+/y

function readOddNumber(text: string, from: number): ReadNumber {
  number.lastIndex = from
  const match = number.exec(text)
  const to = number.lastIndex
  if (match === null || isWordCode(text.charCodeAt(to))) {
    word.lastIndex = from
    const bad = word.exec(text)?.[0] ?? ''
    throw new SyntaxFault(from, from + bad.length, `\`${bad}\` is no number and no duration`)
  }
  const written = match[0]
  const digits = written.replaceAll('_', '')
  const value = /^0[0-7]+$/.test(digits) ? octal(digits) : Number(digits)
  if (value === Number.POSITIVE_INFINITY || (/^0[xX]/.test(digits) && value >= 2 ** 63)) {
    throw new SyntaxFault(from, to, `\`${written}\` is out of range`)
  }
  return { value, notation: written === digits ? 'plain' : 'grouped', to }
}

/** As in Go, where a number that does not fit into 64 bits is read again, as a decimal one. */
function octal(digits: string): number {
  const value = Number.parseInt(digits, 8)
  return value >= 2 ** 63 ? Number(digits) : value
}
