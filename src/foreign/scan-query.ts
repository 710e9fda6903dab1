import { type VariableUse, variableAt } from './variable-use.ts'

/** A token of a dashboard's query: PromQL with variables in it. */
export interface ScannedToken {
  readonly kind: 'variable' | 'string' | 'word' | 'number' | 'operator' | 'open' | 'close' | 'comma' | 'mark'
  readonly text: string
  readonly from: number
  readonly to: number
  /** Of a variable: itself; of a string: those in it. */
  readonly variables: readonly VariableUse[]
}

const blank = /(?:\s+|#[^\n]*)+/y
const patterns: readonly (readonly [ScannedToken['kind'], RegExp])[] = [
  ['word', /[a-zA-Z_:][\w:]*/y],
  ['number', /\d[\w.]*|\.\d+/y],
  ['operator', /=~|!~|==|!=|>=|<=|[=<>+\-*/%^@]/y],
  ['open', /[({[]/y],
  ['close', /[)}\]]/y],
  ['comma', /,/y],
  ['mark', /[\s\S]/y],
]

/** The tokens of a query; blanks and comments are left out. */
export function scanQuery(query: string): readonly ScannedToken[] {
  const tokens: ScannedToken[] = []
  let at = 0
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    return pattern.exec(query)?.[0] ?? null
  }
  const add = (kind: ScannedToken['kind'], text: string, variables: readonly VariableUse[] = []): void => {
    tokens.push({ kind, text, from: at, to: at + text.length, variables })
    at += text.length
  }
  while (at < query.length) {
    const skipped = match(blank)
    if (skipped !== null) at += skipped.length
    if (at >= query.length) break
    const variable = variableAt(query, at)
    if (variable !== null) add('variable', query.slice(at, variable.to), [variable])
    else if (`"'\``.includes(query[at] ?? '')) {
      const end = stringEnd(query, at)
      add('string', query.slice(at, end), variablesWithin(query, at + 1, end))
    } else {
      const [kind, text] = patterns.map(([name, pattern]) => [name, match(pattern)] as const).find(isFound) ?? [
        'mark',
        null,
      ]
      add(kind, text ?? query.slice(at, at + 1))
    }
  }
  return tokens
}

const isFound = ([, text]: readonly [unknown, string | null]): boolean => text !== null

/** Offset behind the closing quote; quotes within `${…}` do not close. */
function stringEnd(query: string, start: number): number {
  const quote = query[start]
  for (let at = start + 1; at < query.length; at++) {
    const variable = variableAt(query, at)
    if (variable !== null) at = variable.to - 1
    else if (query[at] === '\\' && quote !== '`') at += 1
    else if (query[at] === quote) return at + 1
  }
  return query.length
}

function variablesWithin(query: string, from: number, to: number): readonly VariableUse[] {
  const found: VariableUse[] = []
  for (let at = from; at < to; at++) {
    const variable = variableAt(query, at)
    if (variable === null) continue
    found.push(variable)
    at = variable.to - 1
  }
  return found
}
