/** A comparison of a query with a number that is written in it. */
export interface Comparison {
  /** As if the number stood on the right: `3 < x` is `> 3`. */
  readonly operator: '==' | '!=' | '>' | '<' | '>=' | '<='
  readonly value: number
  /** Parentheses around it: in `a / (b > 0) > 0.5`, the guard of the division has one, the threshold none. */
  readonly depth: number
}

/**
 * The comparisons of a query with literal numbers, in the order of the text.
 *
 * Reads tokens, not syntax: a number that is part of a larger term (`> 2 * rate(x[5m])`) is no threshold and left out.
 */
export function thresholds(query: string): readonly Comparison[] {
  const tokens = tokenize(query)
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'comparison') return []
    const operator = token.text as Comparison['operator']
    const { depth } = token
    const right = numberAfter(tokens, index)
    if (right !== null) return [{ operator, value: right, depth }]
    const left = numberBefore(tokens, index)
    return left === null ? [] : [{ operator: mirrored[operator], value: left, depth }]
  })
}

/** The comparisons that decide: the outermost ones, each once; those further inside only guard a division or filter an input. */
export function outermost(comparisons: readonly Comparison[]): readonly Comparison[] {
  const least = Math.min(...comparisons.map(({ depth }) => depth))
  const outer = comparisons.filter(({ depth }) => depth === least)
  return [...new Map(outer.map((comparison) => [`${comparison.operator} ${comparison.value}`, comparison])).values()]
}

const mirrored = { '==': '==', '!=': '!=', '>': '<', '<': '>', '>=': '<=', '<=': '>=' } as const

interface Token {
  readonly kind: 'number' | 'comparison' | 'arithmetic' | 'bool' | 'other'
  readonly text: string
  /** Of parentheses. */
  readonly depth: number
}

const tokenPattern = new RegExp(
  [
    /(?<comment>#[^\n]*)/,
    /(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/,
    /(?<duration>(?:\d+(?:ms|[smhdwy]))+)/,
    /(?<number>0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/,
    /(?<comparison>==|!=|>=|<=|>|<)/,
    /(?<arithmetic>[-+*/%^])/,
    /(?<bool>bool\b)/,
    /(?<word>[a-z_:][\w:]*)/,
    /(?<mark>[^\s])/,
  ]
    .map((part) => part.source)
    .join('|'),
  'gi',
)

function tokenize(query: string): readonly Token[] {
  const tokens: Token[] = []
  let depth = 0
  let skipping = 0
  for (const match of query.matchAll(tokenPattern)) {
    const groups = match.groups ?? {}
    const text = match[0]
    // Matchers and ranges compare with no number that matters here.
    if (text === '{' || text === '[') skipping += 1
    if (text === '(') depth += 1
    if (skipping === 0 && groups.comment === undefined) {
      const kind = groups.number
        ? 'number'
        : groups.comparison
          ? 'comparison'
          : groups.arithmetic
            ? 'arithmetic'
            : groups.bool
              ? 'bool'
              : 'other'
      tokens.push({ kind, text, depth })
    }
    if (text === '}' || text === ']') skipping -= 1
    if (text === ')') depth -= 1
  }
  return tokens
}

function numberAfter(tokens: readonly Token[], comparison: number): number | null {
  let index = comparison + 1
  if (tokens[index]?.kind === 'bool') index += 1
  const sign = tokens[index]?.text === '-' ? -1 : 1
  if (sign === -1) index += 1
  const token = tokens[index]
  return token?.kind === 'number' && tokens[index + 1]?.kind !== 'arithmetic' ? sign * Number(token.text) : null
}

function numberBefore(tokens: readonly Token[], comparison: number): number | null {
  const token = tokens[comparison - 1]
  return token?.kind === 'number' && tokens[comparison - 2]?.kind !== 'arithmetic' ? Number(token.text) : null
}
