import fc from 'fast-check'
import { aggregations } from '../../src/promql/aggregations.ts'
import { type FunctionSignature, functions, type ValueType } from '../../src/promql/functions.ts'

/** PromQL that the grammar and the types allow in some version; now and then an argument has a wrong type, is missing or is one too many. */
export function promqlExpression(): fc.Arbitrary<string> {
  return fc.letrec<Grammar>((tie) => grammar(tie)).expression
}

/** Such an expression after something happened to it. */
export function brokenPromql(): fc.Arbitrary<string> {
  return fc
    .tuple(promqlExpression(), fc.array(fc.tuple(mutation, fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) => changes.reduce((changed, [change, at, more]) => change(changed, at, more), text))
}

interface Grammar extends Record<ValueType, string> {
  expression: string
  primary: string
}

type Tie = fc.LetrecTypedTie<Grammar>

function grammar(tie: Tie): { [Key in keyof Grammar]: fc.Arbitrary<Grammar[Key]> } {
  const instant = tie('instant')
  const scalar = tie('scalar')
  const instants = [...functions].filter(([, { result }]) => result === 'instant')
  const depth = { maxDepth: 7, depthSize: 'large', depthIdentifier: 'promql' } as const
  return {
    expression: fc.oneof(
      { weight: 12, arbitrary: instant },
      { weight: 2, arbitrary: scalar },
      { weight: 1, arbitrary: tie('range') },
      { weight: 1, arbitrary: tie('string') },
    ),
    primary: fc.oneof(
      depth,
      selector,
      fc.constantFrom(...instants).chain(([name, signature]) => call(tie, name, signature)),
      aggregation(tie),
      instant.map((inner) => `(${inner})`),
    ),
    instant: fc.oneof(
      depth,
      { weight: 6, arbitrary: joined(selector, shift) },
      { weight: 8, arbitrary: tie('primary') },
      { weight: 3, arbitrary: joined(instant, binary(vectorOperator), instant) },
      { weight: 2, arbitrary: joined(instant, binary(anyOperator), scalar) },
      { weight: 1, arbitrary: joined(scalar, binary(anyOperator), instant) },
      { weight: 1, arbitrary: joined(fc.constantFrom('-', '+', '- '), instant) },
    ),
    scalar: fc.oneof(
      depth,
      { weight: 8, arbitrary: number },
      { weight: 1, arbitrary: fc.constantFrom('time()', 'pi()', '(1)', '-1', '1 == bool 2') },
      { weight: 1, arbitrary: instant.map((inner) => `scalar(${inner})`) },
      { weight: 2, arbitrary: joined(scalar, binary(anyOperator), scalar) },
    ),
    range: fc.oneof(
      depth,
      { weight: 6, arbitrary: joined(selector, bracketed(duration), shift) },
      { weight: 2, arbitrary: joined(tie('primary'), subqueryRange, shift) },
      { weight: 1, arbitrary: joined(selector, shift, bracketed(duration)) },
    ),
    string: quoted(fc.constantFrom('a', '$1', '', 'x y', '(.*)')),
  }
}

const oneOf = (words: string): fc.Arbitrary<string> => fc.constantFrom(...words.split(' '))
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''))
const sometimes = (one: fc.Arbitrary<string>, weight = 1): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant('') }, { weight, arbitrary: one })

const rarely = (one: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 14, arbitrary: fc.constant('') }, one)

const space = fc.constantFrom('', '', ' ', '\n', ' # remark\n')
/** What is usual, and now and then what is odd or wrong. */
const mostly = (usual: string, odd: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 15, arbitrary: oneOf(usual) }, { weight: 1, arbitrary: oneOf(odd) })
const number = mostly(
  '0 1 2.5 .5 1e3 100 0.99',
  '1. 1E-3 0x1F 0X1f 017 089 Inf nan +Inf 1_000 5m 1h30m 1.5e 1__0 5mm 0x 1e400',
)
const duration = mostly(
  '5m 1h30m 1d 90s 500ms 1y2w3d4h5m6s7ms',
  '300 1.5 0s 0 -5m +5m --1m 1m1h 5x 300y 0x10 (5m) 5m+1m',
)
const metric = mostly(
  'up foo job:foo:rate5m foo_total foo_bucket',
  'sum by offset start on bool atan2 limitk _ : a1 and',
)
const label = mostly('job instance le code on by sum bool offset _x', 'inf nan __name__ a:b "a.b" "" 1')
const labels = fc.array(label, { maxLength: 3 }).map((names) => `(${names.join(', ')})`)

/** Patterns of which some are RE2's alone, some JavaScript's alone, and some nobody's; the last ones are escapes of strings. */
const patterns = [
  '.* a.* ^$ (a|) (?i)abc (?P<n>a) (?<n>a) (?=a) (a a) [a a** a*? *a a{2,1} a{2} a{,2} [b-a] [[:alpha:]] [[:no:]]',
  String.raw`\\d+ \\. \\p{Greek} \\p{No} \\1 \\Qa \\z \\Z \d \x41 \u12 é`,
].join(' ')
const value = fc.oneof(
  { weight: 8, arbitrary: oneOf('api api|web .+ [a-z]+ 5..') },
  { weight: 2, arbitrary: oneOf(patterns) },
  { weight: 1, arbitrary: fc.constant('') },
)
const quoted = (content: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(content, fc.constantFrom('"', '"', '"', "'", '`')).map(([text, quote]) => `${quote}${text}${quote}`)

const matcher = joined(label, mostly('= = != =~ =~ !~', '== ='), quoted(value))
const braces = fc
  .tuple(
    fc.array(fc.oneof({ weight: 20, arbitrary: matcher }, fc.constantFrom('"up"', "'a b'")), { maxLength: 3 }),
    sometimes(fc.constant(',')),
  )
  .map(([matchers, comma]) => `{${matchers.join(', ')}${comma}}`)
const selector = fc.oneof(
  { weight: 6, arbitrary: metric },
  { weight: 6, arbitrary: joined(metric, braces) },
  { weight: 1, arbitrary: braces },
)

const bracketed = (content: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(content, space).map(([inside, around]) => `[${around.replace(/#.*\n/, '')}${inside}${around}]`)
const subqueryRange = fc.tuple(duration, sometimes(duration, 4)).map(([range, step]) => `[${range}:${step}]`)
const time = mostly('1609746000 -1 +1.5 start() end() START()', '5m inf 1e30 start')
const shift = sometimes(
  fc
    .array(
      fc.oneof(
        joined(fc.constant(' offset '), sometimes(fc.constant('-')), duration),
        joined(fc.constant(' @ '), time),
      ),
      { maxLength: 2 },
    )
    .map((all) => all.join('')),
  1,
)

const vectorOperator = oneOf('+ - * / % ^ atan2 == != > < >= <= and or unless AND')
const anyOperator = oneOf('+ - * / % ^ atan2 == != > < >= <= and')
const matching = fc
  .tuple(oneOf('on ignoring On'), labels, sometimes(joined(oneOf('group_left group_right'), sometimes(labels, 4)), 2))
  .map(([word, names, group]) => `${word} ${names} ${group} `)
const binary = (operator: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(operator, rarely(fc.constant('bool ')), rarely(matching), space)
    .map(([sign, bool, match, blank]) => ` ${sign} ${bool}${match}${blank}`)

function call(tie: Tie, name: string, { args, repeats, optional }: FunctionSignature): fc.Arbitrary<string> {
  const full = args.map((type) => argument(tie, type))
  const last = full.at(-1)
  const extended = repeats && last !== undefined ? [...full, last] : full
  return fc
    .tuple(fc.tuple(...extended), fc.nat(optional + 2), fc.nat(30), oneOf('abs rate foo rat Rate sum_over_tim'))
    .map(([texts, drop, chance, wrong]) => {
      const kept = drop <= optional ? texts.slice(0, texts.length - drop) : texts
      const given = chance === 0 ? [...kept, '1'] : kept
      return `${chance === 1 ? wrong : name}(${given.join(', ')})`
    })
}

function argument(tie: Tie, type: ValueType): fc.Arbitrary<string> {
  return fc.oneof({ weight: 30, arbitrary: tie(type) }, { weight: 1, arbitrary: tie('expression') })
}

function aggregation(tie: Tie): fc.Arbitrary<string> {
  return fc.constantFrom(...aggregations).chain(([name, { param }]) => {
    const operand = argument(tie, 'instant')
    const body = param === null ? operand : fc.tuple(argument(tie, param), operand).map((both) => both.join(', '))
    return fc
      .tuple(
        fc.constantFrom(name, name, name.toUpperCase()),
        sometimes(grouping, 3),
        body,
        sometimes(grouping),
        fc.nat(15),
      )
      .map(([word, before, inside, after, chance]) => `${word}${before}(${inside}${chance === 0 ? ', 1' : ''})${after}`)
  })
}

const grouping = joined(
  oneOf('by without BY').map((word) => ` ${word} `),
  labels,
)

type Mutation = (text: string, at: number, more: number) => string

const tokenPattern = /\s+|"[^"]*"|'[^']*'|[\w:.]+|[=!<>]=|[=!]~|./gs
const tokensOf = (text: string): string[] => text.match(tokenPattern) ?? []

const onTokens =
  (change: (tokens: string[], at: number, more: number) => void): Mutation =>
  (text, at, more) => {
    const tokens = tokensOf(text)
    change(tokens, at % Math.max(1, tokens.length), more)
    return tokens.join('')
  }

const intruders =
  'by ( ) [ ] { } , : @ + - ^ == = =~ ! bool on and offset 5m 1 "x" \' ` sum( rate( foo start() group_left é \\ # $x \u00a0 unless ignoring(a) [5m] [5m:] {}'.split(
    ' ',
  )
const intruder = (more: number): string => intruders[more % intruders.length] ?? ''

const mutation = fc.constantFrom<Mutation>(
  onTokens((tokens, at) => tokens.splice(at, 1)),
  onTokens((tokens, at) => tokens.splice(at, 0, tokens[at] ?? '')),
  onTokens((tokens, at, more) => {
    const other = more % Math.max(1, tokens.length)
    const [first, second] = [tokens[at] ?? '', tokens[other] ?? '']
    tokens[at] = second
    tokens[other] = first
  }),
  onTokens((tokens, at, more) => tokens.splice(at, 1, intruder(more))),
  onTokens((tokens, at, more) => tokens.splice(at, 0, ' ', intruder(more), ' ')),
  (text, at) => text.slice(0, at % (text.length + 1)),
  (text, at) => text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + 1),
)
