import { describe, expect, it } from 'vitest'
import { builtInScope, interpolate, type Scope, single, type VariableValue } from './interpolate.ts'
import { intervalsOf } from './intervals.ts'
import { durationMs, durationText, readTime, readTimeRange } from './time-range.ts'

const list = (...values: string[]): VariableValue => ({ values, text: values.join(' + '), isList: true, raw: null })
const scope: Scope = new Map([
  ['one', single('a.b"\\')],
  ['many', list('a.b', 'c+d')],
  ['bare', list('a.b')],
  ['all', { values: ['x', 'y'], text: 'All', isList: true, raw: '.*' }],
])

describe('interpolate', () => {
  it.each([
    ['x{a="$one"}', 'x{a="a.b\\"\\\\"}'],
    ['x{a=~"$many"}', 'x{a=~"(a\\\\.b|c\\\\+d)"}'],
    ['x{a=~"${bare}"}', 'x{a=~"a\\\\.b"}'],
    ['x{a=~"[[all]]"}', 'x{a=~".*"}'],
    ['$unknown ${unknown:csv} $1', '$unknown ${unknown:csv} $1'],
    ['${many:raw}', 'a.b,c+d'],
    ['${many:csv}', 'a.b,c+d'],
    ['${many:pipe}', 'a.b|c+d'],
    ['[[many:regex]]', '(a\\.b|c\\+d)'],
    ['${many:json}', '["a.b","c+d"]'],
    ['${many:glob}', '{a.b,c+d}'],
    ['${many:text}', 'a.b + c+d'],
    ['${many:singlequote}', "'a.b','c+d'"],
    ['${many:doublequote}', '"a.b","c+d"'],
    ['${many:percentencode}', '%7Ba.b%2Cc%2Bd%7D'],
    ['${all.text}', 'All'],
  ])('%s', (text, expected) => {
    expect(interpolate(text, scope, 'promql')).toBe(expected)
  })

  it('knows the variables that Grafana puts in', () => {
    const range = { from: 0, to: 3_600_000, raw: { from: '', to: '' } }
    const intervals = { step: 15_000, interval: 15_000, rateInterval: 60_000 }
    const own = builtInScope(range, intervals, 'Board')
    const text = '$__interval $__interval_ms $__rate_interval $__range $__range_s $__range_ms ${__to} $__dashboard'
    expect(interpolate(text, own, 'promql')).toBe('15s 15000 1m 3600s 3600 3600000 3600000 Board')
  })
})

describe('intervals', () => {
  const hour = 3_600_000
  it.each([
    [hour, 1000, null, 15_000, 60_000],
    [24 * hour, 800, null, 120_000, 135_000],
    [24 * hour, 800, 300_000, 300_000, 1_200_000],
    [365 * 24 * hour, 20_000, null, 3_600_000, 3_615_000],
  ])('of %d ms on %d points with the least step %s', (range, maxDataPoints, ownStep, step, rateInterval) => {
    expect(intervalsOf({ range, maxDataPoints, minStep: ownStep, ownStep })).toEqual({
      step,
      interval: step,
      rateInterval,
    })
  })
})

describe('times', () => {
  const now = Date.UTC(2026, 0, 31, 12, 30)
  it.each([
    ['now', now],
    ['now-6h', now - 6 * 3_600_000],
    ['now-1d/d', Date.UTC(2026, 0, 30)],
    ['2026-01-31T12:00:00Z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31 12:00', Date.UTC(2026, 0, 31, 12)],
    ['1769862600000', now],
    ['tomorrow', null],
  ])('%s', (text, expected) => {
    expect(readTime(text, now)).toBe(expected)
  })

  it('make no range when the end is before the begin', () => {
    expect(readTimeRange('now', 'now-1h', now)).toBeNull()
    expect(readTimeRange('now/d', 'now/d', now)).toMatchObject({
      from: Date.UTC(2026, 0, 31),
      to: Date.UTC(2026, 1, 1) - 1,
    })
  })

  it('have durations', () => {
    expect(['15s', '1m30s', '2h', '30', '>10s', 'x'].map(durationMs)).toEqual([
      15_000,
      90_000,
      7_200_000,
      30_000,
      10_000,
      null,
    ])
    expect([15_000, 90_000, 120_000, 86_400_000, 500].map(durationText)).toEqual(['15s', '90s', '2m', '1d', '500ms'])
  })
})
