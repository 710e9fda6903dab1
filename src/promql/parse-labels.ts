import type { Name } from './ast.ts'
import type { Lexer } from './lexer.ts'

/**
 * Reads `(a, "b c",)`. The lexer stands on the parenthesis, and behind the closing one afterwards.
 *
 * @param after What the list belongs to, for messages.
 * @throws SyntaxFault
 */
export function parseLabels(lexer: Lexer, after: string): readonly Name[] {
  if (!lexer.is('(')) {
    throw lexer.unexpected(`a list of labels in parentheses expected after \`${after}\`, found ${lexer.describe()}`)
  }
  const labels: Name[] = []
  lexer.advance('plain')
  while (!lexer.is(')')) {
    labels.push(parseLabel(lexer))
    if (lexer.is(',')) lexer.advance('plain')
    else if (!lexer.is(')')) throw lexer.unexpected(`\`,\` or \`)\` expected, found ${lexer.describe()}`)
  }
  lexer.advance('plain')
  return labels
}

function parseLabel(lexer: Lexer): Name {
  const { from, to, content, kind } = lexer
  const quoted = kind === 'string'
  // `inf` and `nan` are numbers to Prometheus, whatever stands around them.
  if ((kind !== 'word' && !quoted) || isNumberWord(lexer.keyword)) {
    throw lexer.unexpected(`label expected, found ${lexer.describe()}`)
  }
  if (content === '') throw lexer.unexpected('empty label name')
  lexer.advance('plain')
  return { from, to, text: content, quoted }
}

export function isNumberWord(keyword: string): boolean {
  return keyword === 'inf' || keyword === 'nan'
}
