import type { At, Duration, Expr, MatrixSelector, Notation, Offset, Subquery, VectorSelector } from './ast.ts'
import type { Lexer } from './lexer.ts'
import { isNumberWord } from './parse-labels.ts'
import { isTooLong } from './read-number.ts'
import { SyntaxFault } from './syntax-fault.ts'

/**
 * Reads what can follow an operand: `[5m]`, `[1h:5m]`, `offset 5m`, `@ end()`, any number of them.
 *
 * @param count Called for each.
 * @throws SyntaxFault
 */
export function parseShifts(lexer: Lexer, operand: Expr, count: () => void): Expr {
  let node = operand
  for (;;) {
    if (lexer.is('[')) node = parseRange(lexer, node)
    else if (lexer.is('@')) node = parseAt(lexer, node)
    else if (lexer.keyword === 'offset') node = parseOffset(lexer, node)
    else return node
    count()
  }
}

function parseRange(lexer: Lexer, operand: Expr): MatrixSelector | Subquery {
  const open = lexer.from
  lexer.advance('brackets')
  const range = parseDuration(lexer, open)
  if (lexer.is(':')) {
    lexer.advance('brackets')
    const step = isRangeEnd(lexer) ? null : parseDuration(lexer, open)
    closeBracket(lexer, open, '`]`')
    return { kind: 'subquery', from: operand.from, to: lexer.lastTo, operand, range, step, offset: null, at: null }
  }
  closeBracket(lexer, open, '`:` or `]`')
  const to = lexer.lastTo
  if (operand.kind !== 'vector') {
    throw new SyntaxFault(open, to, 'only a selector can have a range, anything else needs a subquery such as `[5m:]`')
  }
  const { offset, at } = operand
  if (offset !== null && offset.milliseconds !== 0)
    throw new SyntaxFault(offset.from, offset.to, 'an offset goes behind the range')
  if (at?.kind === 'time') throw new SyntaxFault(at.from, at.to, '`@` goes behind the range')
  const selector = offset === null && at === null ? operand : { ...operand, offset: null, at: null }
  return { kind: 'matrix', from: operand.from, to, selector, range, offset, at }
}

function isRangeEnd(lexer: Lexer): boolean {
  return lexer.is(']') || lexer.is('end')
}

function closeBracket(lexer: Lexer, open: number, expected: string): void {
  if (lexer.is('end')) throw new SyntaxFault(open, open + 1, 'unclosed bracket')
  if (!lexer.is(']')) throw lexer.unexpected(`${expected} expected, found ${lexer.describe()}`)
  lexer.advance('plain')
}

function parseDuration(lexer: Lexer, open: number): Duration {
  const from = lexer.from
  const comment = lexer.text.slice(lexer.lastTo, from).indexOf('#')
  if (comment >= 0) throw new SyntaxFault(lexer.lastTo + comment, from, 'a comment cannot stand before a duration')
  const signs = parseSigns(lexer, 'brackets')
  if (lexer.is('end')) throw new SyntaxFault(open, open + 1, 'unclosed bracket')
  const seconds = parseSeconds(lexer, 'brackets', true)
  const { lastTo: to } = lexer
  const value = signs.negative ? -seconds.value : seconds.value
  if (!(value > 0)) throw new SyntaxFault(from, to, 'a duration above 0 expected')
  return { from, to, milliseconds: toMilliseconds(value), notation: signs.count > 0 ? 'signed' : seconds.notation }
}

function parseOffset(lexer: Lexer, operand: Expr): Expr {
  const { from } = lexer
  const shifted = asShifted(operand, 'an offset')
  if (shifted.offset !== null) throw lexer.unexpected('there is an offset already')
  lexer.advance('plain')
  const signs = parseSigns(lexer, 'plain')
  // One sign belongs to the offset; what follows several is an expression to Prometheus 3.
  const seconds = parseSeconds(lexer, 'plain', signs.count > 1)
  const milliseconds = toMilliseconds(signs.negative ? -seconds.value : seconds.value)
  const isPlain = signs.count === 0 || (signs.count === 1 && signs.negative)
  const notation = isPlain ? seconds.notation : 'signed'
  const offset: Offset = { from, to: lexer.lastTo, milliseconds, notation }
  return { ...shifted, to: lexer.lastTo, offset }
}

interface Signs {
  readonly count: number
  readonly negative: boolean
}

function parseSigns(lexer: Lexer, mode: 'plain' | 'brackets'): Signs {
  let count = 0
  let negative = false
  for (; lexer.is('-') || lexer.is('+'); lexer.advance(mode)) {
    count += 1
    if (lexer.is('-')) negative = !negative
  }
  return { count, negative }
}

interface Seconds {
  readonly value: number
  readonly notation: Exclude<Notation, 'signed'>
}

function parseSeconds(lexer: Lexer, mode: 'plain' | 'brackets', alone: boolean): Seconds {
  const { from, to, value, notation, kind } = lexer
  if (kind !== 'number') throw lexer.unexpected(`duration expected, found ${lexer.describe()}`)
  if (isTooLong(value)) throw new SyntaxFault(from, to, 'duration longer than 292 years')
  lexer.advance(mode)
  if (alone && isArithmeticMark(lexer.kind)) throw lexer.unexpected('durations cannot be computed')
  return { value, notation }
}

function isArithmeticMark(kind: string): boolean {
  return '+-*/%^'.includes(kind)
}

/** To whole nanoseconds. */
function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e6
}

function parseAt(lexer: Lexer, operand: Expr): Expr {
  const { from } = lexer
  const shifted = asShifted(operand, '`@`')
  if (shifted.at !== null) throw lexer.unexpected('there is an `@` already')
  lexer.advance('plain')
  const at = lexer.is('word') && !isNumberWord(lexer.keyword) ? parseAtWord(lexer, from) : parseAtTime(lexer, from)
  return { ...shifted, to: lexer.lastTo, at }
}

function parseAtWord(lexer: Lexer, from: number): At {
  const { keyword } = lexer
  if (keyword !== 'start' && keyword !== 'end')
    throw lexer.unexpected(`a time expected after \`@\`, found ${lexer.describe()}`)
  lexer.advance('plain')
  for (const mark of ['(', ')'] as const) {
    if (!lexer.is(mark)) throw lexer.unexpected(`\`()\` expected after \`${keyword}\``)
    lexer.advance('plain')
  }
  return { kind: keyword, from, to: lexer.lastTo }
}

function parseAtTime(lexer: Lexer, from: number): At {
  const sign = lexer.is('-') ? -1 : 1
  if (lexer.is('-') || lexer.is('+')) lexer.advance('plain')
  const { value, notation, kind } = lexer
  if (kind !== 'number') throw lexer.unexpected(`a time expected after \`@\`, found ${lexer.describe()}`)
  if (value >= 2 ** 63) throw lexer.unexpected('a time out of range')
  lexer.advance('plain')
  return { kind: 'time', from, to: lexer.lastTo, seconds: sign * value, notation }
}

function asShifted(operand: Expr, what: string): VectorSelector | MatrixSelector | Subquery {
  if (operand.kind === 'vector' || operand.kind === 'matrix' || operand.kind === 'subquery') return operand
  throw new SyntaxFault(operand.from, operand.to, `only a selector or a subquery can have ${what}`)
}
