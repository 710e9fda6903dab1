import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokenPromql, promqlExpression } from '../../test/support/promql-generator.ts'
import type { Expr } from './ast.ts'
import { childrenOf } from './children-of.ts'
import { parsePromql } from './parse.ts'
import { checkTypes } from './typecheck.ts'

/** The tree with every operation in parentheses. */
function shape(node: Expr | null): string {
  if (node === null) return 'none'
  const inner = childrenOf(node).map(shape)
  switch (node.kind) {
    case 'number':
      return `${node.value}`
    case 'string':
      return JSON.stringify(node.value)
    case 'vector':
      return [node.name?.text ?? '', ...shifts(node)].join('')
    case 'matrix':
      return [...inner, `[${node.range.milliseconds}]`, ...shifts(node)].join('')
    case 'subquery':
      return [...inner, `[${node.range.milliseconds}:${node.step?.milliseconds ?? ''}]`, ...shifts(node)].join('')
    case 'call':
      return `${node.name.text}(${inner.join(', ')})`
    case 'aggregation': {
      const labels = node.grouping?.labels.map(({ text }) => text).join(', ')
      return `${node.operator}${labels === undefined ? '' : ` ${node.grouping?.kind} (${labels})`} (${inner.join(', ')})`
    }
    case 'binary':
      return `(${inner.join(` ${node.operator} `)})`
    case 'unary':
      return `${node.operator}${inner.join('')}`
    case 'parens':
      return inner.join('')
  }
}

function shifts({ offset, at }: Pick<Expr & { kind: 'vector' }, 'offset' | 'at'>): readonly string[] {
  return [
    ...(offset === null ? [] : [` offset ${offset.milliseconds}`]),
    ...(at === null ? [] : [` @ ${at.kind === 'time' ? at.seconds : at.kind}`]),
  ]
}

describe('an expression', () => {
  const cases: [sentence: string, text: string, expected: string][] = [
    ['groups from the left', 'a - b - c', '((a - b) - c)'],
    ['groups powers from the right', '2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['binds and before or', 'a or b and c unless d', '(a or ((b and c) unless d))'],
    ['binds a sign before a product and behind a power', '-a ^ b * c', '(-(a ^ b) * c)'],
    ['takes the sign into a number', '-1 + +2', '(-1 + 2)'],
    ['shifts the last operand only', 'a > b offset 1d * 2', '(a > (b offset 86400000 * 2))'],
    ['keeps what shifts a range on the range', 'a[5m] offset -1m @ end()', 'a[300000] offset -60000 @ end'],
    ['may shift a selector before its range', 'a @ start() [5m]', 'a[300000] @ start'],
    ['reads subqueries', 'rate(a[5m])[1h:30s]', 'rate(a[300000])[3600000:30000]'],
    ['reads a grouping behind the operand', 'SUM(a) BY (b, on,)', 'sum by (b, on) (a)'],
    ['reads a parameter', 'topk without () (3, a)', 'topk without () (3, a)'],
    ['takes keywords for metrics', 'sum + by offset 1ms', '(sum + by offset 1)'],
    ['reads numbers as Go does', '017 + 0x1F + 1_000 + .5 + 1h', '((((15 + 31) + 1000) + 0.5) + 3600)'],
    ['resolves escapes', String.raw`"\x41\u00e9\101\n" + '\''`, String.raw`("AéA\n" + "'")`],
    ['reads names in quotes', '{"a b"}', 'a b'],
  ]
  it.each(cases)('%s', (_, text, expected) => {
    expect(shape(parsePromql(text).node)).toBe(expected)
  })

  it('knows where its parts stand', () => {
    const text = 'foo{job="x"} * on (a) group_left (b) bar'
    const { node } = parsePromql(text)
    if (node?.kind !== 'binary' || node.left.kind !== 'vector' || node.matching === null)
      throw new Error('another tree')
    const slice = ({ from, to }: { from: number; to: number }) => text.slice(from, to)
    const [matcher] = node.left.matchers
    if (matcher === undefined) throw new Error('no matcher')
    expect(
      [node, node.left, node.operatorSpan, node.matching, matcher, matcher.label, matcher.value, node.right].map(slice),
    ).toEqual([text, 'foo{job="x"}', '*', 'on (a) group_left (b)', 'job="x"', 'job', '"x"', 'bar'])
    expect(node.matching.group?.labels.map(slice)).toEqual(['b'])
  })
})

describe('a fault', () => {
  const cases: [text: string, fragment: string, message: string][] = [
    ['rate(x[5m]) by (a)', 'by', 'unexpected `by` after a function call'],
    ['sum(rate(x[5m])', '(', 'unclosed parenthesis'],
    ['foo)', ')', '`)` without `(' + '`'],
    ['x[5m', '[', 'unclosed bracket'],
    ['x[foo]', 'foo', 'duration expected, found `foo`'],
    ['x{a="b"', '{', 'unclosed brace'],
    ['x{a=b}', 'b', 'a quoted value expected, found `b`'],
    ['x{a="b}', '"b}', 'unclosed "'],
    ['x{a=~"(b"}', '"(b"', 'invalid regular expression: unclosed `(`'],
    ['{a=~".*"}', '{a=~".*"}', 'a matcher is needed that does not match the empty value'],
    ['foo{__name__="bar"}', '__name__="bar"', 'the metric has two names'],
    ['a && b', '&&', 'unexpected `&&`, did you mean `and`?'],
    ['a = 1', '=', 'unexpected `=` after a selector, did you mean `==`?'],
    ['irrate(x[5m])', 'irrate', 'unknown function `irrate`, did you mean `irate`?'],
    ['min(x, 30)', 'min(x, 30)', '`min` takes 1 argument, not 2'],
    ['sum(x)[5m]', '[5m]', 'only a selector can have a range, anything else needs a subquery such as `[5m:]`'],
    ['5mm', '5mm', '`5mm` is no number and no duration'],
    ['', '', 'there is no expression'],
  ]
  it.each(cases)('of %j is at %j', (text, fragment, message) => {
    const { node, faults } = parsePromql(text)
    expect(node).toBeNull()
    expect(faults.map((fault) => [text.slice(fault.from, fault.to), fault.message])).toEqual([[fragment, message]])
  })
})

describe('hostile text', () => {
  const readable = (text: string): boolean => {
    const { node, faults } = parsePromql(text)
    if (node !== null) checkTypes(node, '3.x')
    return (
      (node === null) === faults.length > 0 &&
      faults.every(({ from, to }) => from >= 0 && from <= to && to <= text.length)
    )
  }

  it('is refused or read, whatever its bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
    const text = fc.oneof(
      bytes.map((buffer) => buffer.toString('utf8')),
      bytes.map((buffer) => buffer.toString('latin1')),
      fc.string({ unit: fc.constantFrom(...'(){}[]"\'`,:@+-*/%^=!<>~0159.eExX_ \n#abmsy\\'), maxLength: 200 }),
    )
    fc.assert(fc.property(text, readable), { numRuns: 10_000, seed: 1 })
  })

  it('is refused or read when it ends early', () => {
    const texts = fc.sample(fc.oneof(promqlExpression(), brokenPromql()), { numRuns: 200, seed: 2 })
    for (const text of texts) {
      for (let length = 0; length <= text.length; length++) expect(readable(text.slice(0, length))).toBe(true)
    }
  })

  const long = 20_000
  const nests: [sentence: string, text: string][] = [
    ['open parentheses', '('.repeat(long)],
    ['nested parentheses', `${'('.repeat(long)}1${')'.repeat(long)}`],
    ['nested calls', `${'abs('.repeat(long)}x${')'.repeat(long)}`],
    ['signs', `${'-'.repeat(long)}x`],
    ['operators', `x${'+x'.repeat(long)}`],
    ['powers', `x${'^x'.repeat(long)}`],
    ['subqueries', `x${'[5m:]'.repeat(long)}`],
    ['offsets', `x${' offset 5m'.repeat(long)}`],
    ['braces', '{'.repeat(long)],
    ['signs of a duration', `x offset ${'-'.repeat(long)}`],
    ['groups of a pattern', `x{a=~"${'('.repeat(long)}"}`],
    ['classes of a pattern', `x{a=~"${'[[:'.repeat(long)}"}`],
    ['a name', `${'a'.repeat(long)}(`],
    ['digits', `${'1'.repeat(long)}`],
    ['digits of a duration', `${'1s'.repeat(long)}`],
  ]
  it.each(nests)('is read within bounds: %s', (_, text) => {
    expect(readable(text)).toBe(true)
  })

  it('may be as deep as the bounds', () => {
    expect(parsePromql(`${'('.repeat(249)}x${')'.repeat(249)}`).faults).toEqual([])
    expect(parsePromql(`x${' or x'.repeat(1000)}`).faults).toEqual([])
  })
})
