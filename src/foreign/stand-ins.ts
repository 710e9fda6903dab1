import { durationFor, isDurationUnit, numberFor } from './interval-variables.ts'
import { type ScannedToken, scanQuery } from './scan-query.ts'

/** What takes the place of a part of a query. */
export interface StandIn {
  /** Offsets in the query as it was written. */
  readonly from: number
  readonly to: number
  readonly text: string
  /** The first variable in it. */
  readonly variable: string
}

type Bracket = '(' | '{' | '[' | 'grouping'

const groupingWords = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'])
/** Their first argument is a number. */
const numberFirst = new Set([
  'topk',
  'bottomk',
  'quantile',
  'limitk',
  'limit_ratio',
  'histogram_quantile',
  'quantile_over_time',
])
const arithmetic = new Set(['+', '-', '*', '/', '%', '^', '==', '!=', '>=', '<=', '>', '<', 'atan2', 'bool'])

/** Finds what can stand for the variables of a query, by where they stand. */
export class StandIns {
  readonly #tokens: readonly ScannedToken[]
  /** Brackets that are open at the token at hand, with the word before each. */
  readonly #open: { readonly bracket: Bracket; readonly word: string }[] = []
  /** The aggregation before the last grouping. */
  #aggregation = ''

  constructor(query: string) {
    this.#tokens = scanQuery(query)
  }

  all(): readonly StandIn[] {
    const found: StandIn[] = []
    for (let index = 0; index < this.#tokens.length; index++) {
      const token = this.#tokens[index]
      if (token === undefined) break
      if (token.kind === 'open') this.#enter(token, index)
      else if (token.kind === 'close') this.#open.pop()
      const variable = token.variables[0]?.name
      if (variable === undefined) continue
      if (token.kind === 'string') found.push(this.#forString(token, index, variable))
      else if (token.kind === 'variable')
        found.push({ from: token.from, to: token.to, variable, text: this.#forVariable(token, index, variable) })
    }
    // A matcher is replaced from its operator on; what is found is in the order of the text either way.
    return found
  }

  #enter({ text }: ScannedToken, index: number): void {
    const word = this.#at(index - 1)
    const name = word?.kind === 'close' ? this.#aggregation : wordOf(word)
    if (groupingWords.has(name)) this.#aggregation = wordOf(this.#at(index - 2))
    const bracket = text === '(' && groupingWords.has(name) ? 'grouping' : (text as Bracket)
    this.#open.push({ bracket, word: name })
  }

  #at(index: number): ScannedToken | undefined {
    return this.#tokens[index]
  }

  #forString(token: ScannedToken, index: number, variable: string): StandIn {
    const quote = token.text[0] ?? '"'
    const operator = this.#at(index - 1)
    if (this.#open.at(-1)?.bracket !== '{' || operator?.kind !== 'operator')
      return { from: token.from, to: token.to, variable, text: `${quote}${fill(token, 'variable', asWritten)}${quote}` }
    // A selector without a name needs a matcher that the empty value does not pass.
    const any = this.#open.at(-1)?.word === '' ? '.+' : '.*'
    const isEqual = operator.text === '=' || operator.text === '!='
    const pattern = fill(token, any, isEqual ? asRegex : asWritten)
    const isPassed = operator.text === '=' || operator.text === '=~'
    const text = isPassed ? `=~${quote}${pattern}${quote}` : `!~${quote}variable${quote}`
    return { from: operator.from, to: token.to, variable, text }
  }

  #forVariable(token: ScannedToken, index: number, variable: string): string {
    const [before, after] = [this.#at(index - 1), this.#at(index + 1)]
    const touches = {
      before: before?.to === token.from && isNamePart(before),
      after: after?.from === token.to && isNamePart(after),
    }
    const bracket = this.#open.at(-1)?.bracket
    if (bracket === '[' || (before?.kind === 'word' && before.text === 'offset')) {
      if (touches.after && isDurationUnit(after?.text ?? '')) return numberFor(variable)
      return touches.before && /\d$/.test(before?.text ?? '') ? 'm' : durationFor(variable)
    }
    if (touches.before || touches.after)
      return touches.after && !touches.before && isDurationUnit(after?.text ?? '') ? '5' : 'x'
    if (bracket === 'grouping') return 'variable'
    if (bracket === '{') return forMatcher(before, after)
    return this.#forOperand(before, after, index, variable)
  }

  #forOperand(
    before: ScannedToken | undefined,
    after: ScannedToken | undefined,
    index: number,
    variable: string,
  ): string {
    if (after?.text === '{' || after?.text === '[') return 'variable'
    if (after?.text === '(') return this.#holdsRange(index + 1) ? 'rate' : 'sum'
    if (after?.kind === 'word' && ['by', 'without'].includes(after.text)) return 'sum'
    const isOperand = [before, after].some((token) => token !== undefined && arithmetic.has(token.text))
    const call = this.#open.at(-1)
    const isParameter =
      before?.text === ',' || before?.text === '@' || (after?.text === ',' && numberFirst.has(call?.word ?? ''))
    return isOperand || isParameter || variable.startsWith('__') ? numberFor(variable) : 'variable'
  }

  /** Whether the parentheses that open here hold a range vector: then a function such as `rate` stands before them. */
  #holdsRange(open: number): boolean {
    let depth = 0
    for (let index = open; index < this.#tokens.length; index++) {
      const token = this.#tokens[index]
      if (token?.kind === 'open') depth += 1
      if (token?.kind === 'close') depth -= 1
      if (depth === 1 && token?.text === ']') return true
      if (depth === 0) return false
    }
    return false
  }
}

function isNamePart({ kind }: ScannedToken): boolean {
  return kind === 'word' || kind === 'number' || kind === 'variable'
}

/** A string's content, with a text for each variable in it. */
function fill(token: ScannedToken, text: string, write: (content: string) => string): string {
  let content = ''
  let read = token.from + 1
  const raw = (from: number, to: number): string => token.text.slice(from - token.from, to - token.from)
  for (const { from, to } of token.variables) {
    content += write(raw(read, from)) + text
    read = to
  }
  return content + write(raw(read, token.to - 1))
}

const asWritten = (text: string): string => text
/** What means something in a regular expression means itself in brackets. */
const asRegex = (text: string): string => text.replace(/[.+*?()|{}$]/g, '[$&]')
const wordOf = (token: ScannedToken | undefined): string => (token?.kind === 'word' ? token.text.toLowerCase() : '')

function forMatcher(before: ScannedToken | undefined, after: ScannedToken | undefined): string {
  if (before?.kind === 'operator') return '".*"'
  return after?.kind === 'operator' ? 'variable' : 'variable=~".*"'
}
