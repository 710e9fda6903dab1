import type { Matcher, MatchOperator, Name, StringLiteral, VectorSelector } from './ast.ts'
import type { Fault } from './fault.ts'
import type { Lexer } from './lexer.ts'
import { readRegex } from './regex.ts'
import { SyntaxFault } from './syntax-fault.ts'

/**
 * Reads what follows the name of a metric, or stands in its place: `{job="api"}`. Without a name, the lexer stands on the brace.
 *
 * @throws SyntaxFault
 */
export function parseSelector(lexer: Lexer, outer: Name | null, faults: Fault[]): VectorSelector {
  const from = outer === null ? lexer.from : outer.from
  if (!lexer.is('{')) return selector(from, lexer.lastTo, outer, [])
  const open = lexer.from
  const matchers: Matcher[] = []
  let name = outer
  lexer.advance('braces')
  while (!lexer.is('}')) {
    const label = parseLabel(lexer, open)
    const operator = matchOperators.get(lexer.kind)
    if (operator !== undefined) matchers.push(parseMatcher(lexer, label, operator, faults))
    else if (!label.quoted)
      throw lexer.unexpected(`\`=\`, \`!=\`, \`=~\` or \`!~\` expected, found ${lexer.describe()}`)
    else if (name === null) name = label
    else if (name === outer) faults.push({ ...spanOf(label), message: 'the metric has two names' })
    // Prometheus takes a second name in the braces for a matcher.
    else matchers.push(nameMatcher(label))
    if (lexer.is(',')) lexer.advance('braces')
    else if (lexer.is('end')) throw unclosed(open)
    else if (!lexer.is('}')) throw lexer.unexpected(`\`,\` or \`}\` expected, found ${lexer.describe()}`)
  }
  lexer.advance('plain')
  const result = selector(from, lexer.lastTo, name, matchers)
  checkNames(result, outer, faults)
  return result
}

const matchOperators: ReadonlyMap<string, MatchOperator> = new Map([
  ['=', '='],
  ['!=', '!='],
  ['=~', '=~'],
  ['!~', '!~'],
])

function selector(from: number, to: number, name: Name | null, matchers: readonly Matcher[]): VectorSelector {
  return { kind: 'vector', from, to, name, matchers, offset: null, at: null }
}

function parseLabel(lexer: Lexer, open: number): Name {
  const { from, to, content, kind } = lexer
  if (kind === 'end') throw unclosed(open)
  if (kind !== 'word' && kind !== 'string') throw lexer.unexpected(`label expected, found ${lexer.describe()}`)
  lexer.advance('braces')
  return { from, to, text: content, quoted: kind === 'string' }
}

function unclosed(open: number): SyntaxFault {
  return new SyntaxFault(open, open + 1, 'unclosed brace')
}

function parseMatcher(lexer: Lexer, label: Name, operator: MatchOperator, faults: Fault[]): Matcher {
  lexer.advance('braces')
  if (!lexer.is('string')) throw lexer.unexpected(`a quoted value expected, found ${lexer.describe()}`)
  const { from, to, content } = lexer
  lexer.advance('braces')
  const value: StringLiteral = { kind: 'string', from, to, value: content }
  if (operator === '=~' || operator === '!~') {
    const { fault } = readRegex(content)
    if (fault !== null) faults.push({ from, to, message: `invalid regular expression: ${fault}` })
  }
  return { from: label.from, to, label, operator, value }
}

function nameMatcher(name: Name): Matcher {
  const { from, to } = name
  return {
    from,
    to,
    label: { ...name, text: '__name__' },
    operator: '=',
    value: { kind: 'string', from, to, value: name.text },
  }
}

/** A selector that could be met by all series is refused, as it is by Prometheus. */
function checkNames(selector: VectorSelector, outer: Name | null, faults: Fault[]): void {
  const { name, matchers } = selector
  if (outer !== null) {
    const second = matchers.find(({ label }) => label.text === '__name__')
    if (second !== undefined) faults.push({ ...spanOf(second), message: 'the metric has two names' })
    return
  }
  const excludesEmpty = (name !== null && name.text !== '') || matchers.some((matcher) => !matchesEmpty(matcher))
  if (!excludesEmpty) {
    faults.push({ ...spanOf(selector), message: 'a matcher is needed that does not match the empty value' })
  }
}

function matchesEmpty({ operator, value: { value } }: Matcher): boolean {
  switch (operator) {
    case '=':
      return value === ''
    case '!=':
      return value !== ''
    case '=~':
      return readRegex(value).matchesEmpty
    case '!~':
      return !readRegex(value).matchesEmpty
  }
}

function spanOf({ from, to }: { readonly from: number; readonly to: number }): { from: number; to: number } {
  return { from, to }
}
