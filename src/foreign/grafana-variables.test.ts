import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePromql } from '../promql/parse.ts'
import { replaceVariables } from './grafana-variables.ts'
import { readVariableQuery } from './variable-query.ts'

describe('a variable is replaced by what can stand there', () => {
  test.each([
    ['a range', 'rate(x[$__rate_interval])', 'rate(x[300s])'],
    ['a range with a unit', 'rate(x[${__range_s}s])', 'rate(x[21600s])'],
    ['a unit', 'rate(x[5$unit])', 'rate(x[5m])'],
    ['a subquery', 'max_over_time(x[$__range:$__interval])', 'max_over_time(x[21600s:60s])'],
    ['old brackets', 'rate(x[[[interval]]])', 'rate(x[300s])'],
    ['an offset', 'x offset $shift', 'x offset 300s'],
    ['a value', 'x{job="$job"}', 'x{job=~".*"}'],
    ['a part of a value', 'x{host="a.$zone"}', 'x{host=~"a[.].*"}'],
    ['a value that is excluded', 'x{job!~"$job"}', 'x{job!~"variable"}'],
    ['a pattern', 'x{job=~"a|${job:regex}"}', 'x{job=~"a|.*"}'],
    ['a selector without a name', '{job=~"$job"}', '{job=~".+"}'],
    ['a label', 'x{$label="a"}', 'x{variable="a"}'],
    ['matchers', 'x{a="b", $filters}', 'x{a="b", variable=~".*"}'],
    ['a part of a name', 'foo_${kind}_total', 'foo_x_total'],
    ['a name', 'sum($metric{a="b"})', 'sum(variable{a="b"})'],
    ['a function', '$fn(x[5m])', 'rate(x[5m])'],
    ['an aggregation', '${agg}(x) by (a)', 'sum(x) by (a)'],
    ['a grouping', 'sum by ($by, a) (x)', 'sum by (variable, a) (x)'],
    ['a number', 'topk($n, x) > $limit', 'topk(1, x) > 1'],
    ['a number behind a grouping', 'topk by (a) ($n, x)', 'topk by (a) (1, x)'],
  ])('%s', (_name, query, replaced) => {
    const { text } = replaceVariables(query)
    expect(text).toBe(replaced)
    expect(parsePromql(text).faults).toEqual([])
  })

  test('a dollar of a regular expression is none', () => {
    expect(replaceVariables('x{a=~"b$|^$"}').text).toBe('x{a=~"b$|^$"}')
  })
})

describe('what was replaced is found in the query as it was written', () => {
  const query = 'sum(rate(x{job="$job"}[$__rate_interval])) / foo'

  test('each variable', () => {
    const { placeholders, written } = replaceVariables(query)
    expect(placeholders.map(({ variable }) => variable)).toEqual(['job', '__rate_interval'])
    const parts = placeholders.map(written).map(({ from, to }) => query.slice(from, to))
    expect(parts).toEqual(['="$job"', '$__rate_interval'])
  })

  test('what stands behind', () => {
    const { text, written } = replaceVariables(query)
    const from = text.indexOf('foo')
    expect(written({ from, to: from + 3 })).toEqual({ from: query.indexOf('foo'), to: query.length })
    expect(written({ from: text.length, to: text.length })).toEqual({ from: query.length, to: query.length })
  })

  test('whatever stands there', () => {
    const piece = fc.constantFrom(
      '$a',
      '${b:regex}',
      '[[c]]',
      'x',
      '{',
      '}',
      '(',
      ')',
      '"',
      '[',
      ']',
      '=~',
      ' ',
      ',',
      'by',
      '5m',
      '\\',
      '$',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const source = pieces.join('')
        const { text, written } = replaceVariables(source)
        for (let from = 0; from <= text.length; from++) {
          const span = written({ from, to: Math.min(from + 2, text.length) })
          expect(span.from).toBeGreaterThanOrEqual(0)
          expect(span.to).toBeGreaterThanOrEqual(span.from)
          expect(span.to).toBeLessThanOrEqual(source.length)
        }
      }),
      { seed: 3, numRuns: 500 },
    )
  })
})

describe('the query of a variable', () => {
  test.each([
    ['label_values(up{a="b,c"}, instance)', 'up{a="b,c"}', 'instance'],
    ['label_values(up, $label)', 'up', '$label'],
    ['query_result(topk(5, up))', 'topk(5, up)', undefined],
    ['label_values(up{a, })', 'up{a, }', undefined],
  ])('%s', (text, query, label) => {
    const parts = readVariableQuery(text)
    expect(text.slice(parts?.from, parts?.to)).toBe(query)
    expect(parts?.label?.text).toBe(label)
    if (parts?.label) expect(text.slice(parts.label.from, parts.label.to)).toBe(label)
  })

  test.each(['label_values(job)', 'label_names()', 'metrics(up.*)', ''])('%j holds none', (text) => {
    expect(readVariableQuery(text)).toBeNull()
  })
})
