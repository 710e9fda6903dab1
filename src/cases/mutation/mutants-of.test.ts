import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testAlert } from '../../../test/support/model.ts'
import { promqlExpression } from '../../../test/support/promql-generator.ts'
import type { Alert } from '../../model/model.ts'
import { parsePromql } from '../../promql/parse.ts'
import { checkTypes } from '../../promql/typecheck.ts'
import { promql } from '../../spec/promql.ts'
import { mutantsOf } from './mutants-of.ts'
import { normalForm } from './normal-form.ts'

const alertOf = (text: string, overrides: Partial<Alert> = {}): Alert => ({
  ...testAlert(),
  expr: { ...promql`x`, text },
  for: '0s',
  annotations: {},
  ...overrides,
})

/** Mutants of a query by one operator: what was done, and what came of it. */
const queries = (text: string, operator: string, overrides: Partial<Alert> = {}) =>
  mutantsOf(alertOf(text, overrides), '2.42')
    .filter((mutant) => mutant.operator === operator)
    .map(({ id, text: changed }) => `${id}: ${changed}`)

describe('mutants of a query', () => {
  it('turn and shift comparisons', () => {
    expect(queries('x > 5', 'comparison')).toEqual(['comparison/1/>=: x >= 5', 'comparison/1/<: x < 5'])
    expect(queries('x == 5', 'comparison')).toEqual(['comparison/1/!=: x != 5'])
  })

  it('move thresholds', () => {
    expect(queries('x > 5', 'threshold')).toEqual([
      'threshold/1/less: x > 4',
      'threshold/1/more: x > 6',
      'threshold/1/halved: x > 2.5',
      'threshold/1/doubled: x > 10',
    ])
    expect(queries('0.85 < x', 'threshold')).toEqual([
      'threshold/1/less: 0.84 < x',
      'threshold/1/more: 0.86 < x',
      'threshold/1/halved: 0.425 < x',
      'threshold/1/doubled: 1.7 < x',
    ])
  })

  it('move the factor of a threshold that is no number', () => {
    expect(queries('x > 2 * (y + 8)', 'threshold')).toContain('threshold/1/doubled: x > 4 * (y + 8)')
    expect(queries('x > 2 * (y + 8)', 'threshold')).toContain('threshold/2/doubled: x > 2 * (y + 16)')
    expect(queries('x > 2 * (y > 8)', 'threshold')).toContain('threshold/2/doubled: x > 2 * (y > 16)')
  })

  it('leave out what means the same: 0 is its own half and double', () => {
    expect(queries('x > 0', 'threshold')).toEqual(['threshold/1/less: x > -1', 'threshold/1/more: x > 1'])
    expect(queries('x > 1', 'threshold')).toHaveLength(3)
  })

  it('swap aggregations', () => {
    expect(queries('sum by (a) (x) > 1', 'aggregation')).toEqual([
      'aggregation/1/max: max by (a) (x) > 1',
      'aggregation/1/count: count by (a) (x) > 1',
    ])
  })

  it('know that what is grouped the same way twice has one series in each group', () => {
    expect(queries('sum by (a) (max by (a) (x))', 'aggregation')).toEqual([
      'aggregation/1/count: count by (a) (max by (a) (x))',
      'aggregation/2/min: sum by (a) (min by (a) (x))',
      'aggregation/2/sum: sum by (a) (sum by (a) (x))',
    ])
  })

  it('drop labels of groupings', () => {
    expect(queries('sum by (a, b) (x)', 'grouping')).toEqual([
      'grouping/1/a: sum by (b) (x)',
      'grouping/1/b: sum by (a) (x)',
    ])
    expect(queries('sum without (a) (x)', 'grouping')).toEqual(['grouping/1/a: sum without () (x)'])
    expect(queries('sum by (a, b, a) (x)', 'grouping')).toEqual([
      'grouping/1/a: sum by (b) (x)',
      'grouping/1/b: sum by (a, a) (x)',
    ])
  })

  it('drop and negate matchers', () => {
    expect(queries('x{a="1", b=~"2|3"} > 0', 'matcher')).toEqual([
      'matcher/1/a/dropped: x{b=~"2|3"} > 0',
      'matcher/1/a/negated: x{a!="1", b=~"2|3"} > 0',
      'matcher/2/b/dropped: x{a="1"} > 0',
      'matcher/2/b/negated: x{a="1", b!~"2|3"} > 0',
    ])
  })

  it('leave a selector something to be selected by', () => {
    expect(queries('{a="1"} > 0', 'matcher')).toEqual([])
  })

  it('halve and double ranges', () => {
    expect(queries('max_over_time(rate(x[5m])[1h:1m])', 'range')).toEqual([
      'range/1/halved: max_over_time(rate(x[2m30s])[1h:1m])',
      'range/1/doubled: max_over_time(rate(x[10m])[1h:1m])',
      'range/2/halved: max_over_time(rate(x[5m])[30m:1m])',
      'range/2/doubled: max_over_time(rate(x[5m])[2h:1m])',
    ])
  })

  it('put increases and deltas for rates', () => {
    expect(queries('rate(x[5m]) > 1', 'function')).toEqual([
      'function/1/increase: increase(x[5m]) > 1',
      'function/1/delta: delta(x[5m]) > 1',
    ])
  })

  it('know where nobody can tell a rate from an increase', () => {
    expect(queries('histogram_quantile(0.9, sum by (le) (rate(x[5m])))', 'function')).toEqual([
      'function/1/delta: histogram_quantile(0.9, sum by (le) (delta(x[5m])))',
    ])
    expect(queries('rate(x[5m]) > 0', 'function')).toEqual(['function/1/delta: delta(x[5m]) > 0'])
    expect(queries('rate(x[5m]) > 0', 'function', { annotations: { summary: '{{ $value }}' } })).toHaveLength(2)
    expect(queries('(rate(x[5m]) > 0) * 2', 'function')).toHaveLength(2)
    expect(queries('y and sum(rate(x[5m])) > 0', 'function', { annotations: { a: '{{ $value }}' } })).toHaveLength(1)
  })

  it('swap set operators', () => {
    expect(queries('x and y', 'set')).toEqual(['set/1/or: x or y', 'set/1/unless: x unless y'])
  })

  it('swap operands, and keep together what belongs together', () => {
    expect(queries('a - b - c', 'operands')).toEqual([
      'operands/1/swapped: b - a - c',
      'operands/2/swapped: c - (a - b)',
    ])
    expect(queries('a / on (x) group_left (y) b', 'operands')).toEqual([
      'operands/1/swapped: b / on (x) group_right (y) a',
    ])
    expect(queries('a + b', 'operands')).toEqual([])
  })

  it('leave the operands of `and` and `or` where nobody can tell which side a series is of', () => {
    const seen = { annotations: { summary: '{{ $value }}' } }
    expect(queries('a or b', 'operands')).toEqual([])
    expect(queries('a > 1 and (b or c)', 'operands')).toEqual([])
    expect(queries('a or b', 'operands', seen)).toEqual(['operands/1/swapped: b or a'])
    expect(queries('a and (b or c)', 'operands', seen)).toEqual(['operands/1/swapped: (b or c) and a'])
    expect(queries('(a or b) > 1', 'operands')).toHaveLength(1)
    expect(queries('a or on (x) b', 'operands')).toHaveLength(1)
    expect(queries('a unless b', 'operands')).toHaveLength(1)
  })

  it('show where the change stands', () => {
    for (const { field, text, from, to, words } of mutantsOf(alertOf('sum by (a) (rate(x{b="1"}[5m])) > 5'), '2.42'))
      if (field === 'expr' && words.includes('becomes')) expect(words).toContain(`becomes \`${text.slice(from, to)}\``)
  })
})

describe('mutants of an alert', () => {
  const fields = (overrides: Partial<Alert>) =>
    mutantsOf(alertOf('x', overrides), '2.42').map(({ id, text }) => `${id}: ${text}`)

  it('wait longer or not at all', () => {
    expect(fields({ for: '90s', keepFiringFor: '5m', severity: 'critical' })).toEqual([
      'for/dropped: 0s',
      'for/doubled: 3m',
      'keep_firing_for/dropped: 0s',
      'keep_firing_for/doubled: 10m',
      'severity/warning: warning',
    ])
  })

  it('change the severity with its label', () => {
    const [mutant] = mutantsOf(alertOf('x', { severity: 'warning', labels: { severity: 'warning' } }), '2.42')
    expect(mutant?.rule.labels).toEqual({ severity: 'critical' })
  })

  it('show other labels', () => {
    expect(fields({ annotations: { summary: '{{ $labels.device }} on {{ $labels.instance }}' } })).toEqual([
      expect.stringMatching('severity'),
      'annotation/summary/1/instance: {{ $labels.instance }} on {{ $labels.instance }}',
      'annotation/summary/2/device: {{ $labels.device }} on {{ $labels.device }}',
    ])
  })
})

describe('mutants of any query', () => {
  it('parse, have no fault of types, and differ from it and from each other', () => {
    fc.assert(
      fc.property(promqlExpression(), (text) => {
        const { node } = parsePromql(text)
        if (node === null || checkTypes(node, '3.x').length > 0) return
        const mutants = mutantsOf(alertOf(text), '3.x').filter(({ field }) => field === 'expr')
        const forms = mutants.map((mutant) => {
          const changed = parsePromql(mutant.text).node
          expect(changed).not.toBeNull()
          if (changed === null) return ''
          expect(checkTypes(changed, '3.x')).toEqual([])
          return normalForm(changed)
        })
        expect(new Set([normalForm(node), ...forms]).size).toBe(mutants.length + 1)
        expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
      }),
      { numRuns: 1000, seed: 17 },
    )
  })
})
