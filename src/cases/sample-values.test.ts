import { describe, expect, it } from 'vitest'
import { changes, gap, perSecond, ramp, reset, stale, toValues, type ValuesInput } from '../spec/series-values.ts'
import { notationFault, sampleValues } from './sample-values.ts'

const every10s = (values: ValuesInput, count = 5) => sampleValues(toValues(values), 10_000, count)

describe('the values of a series', () => {
  it('are the same at every scrape when they are a number', () => {
    expect(every10s(3)).toEqual([3, 3, 3, 3, 3])
  })

  it('grow by the second, whatever the interval', () => {
    expect(every10s(perSecond(2))).toEqual([0, 20, 40, 60, 80])
    expect(every10s(ramp(10, -0.5))).toEqual([10, 5, 0, -5, -10])
  })

  it('go on where a counter was, and begin anew after a reset', () => {
    expect(every10s(changes({ '0s': perSecond(1), '20s': perSecond(5), '40s': reset(1) }))).toEqual([0, 10, 60, 110, 0])
  })

  it('begin with the first change', () => {
    expect(every10s(changes({ '20s': 1, '30s': gap, '40s': 2 }))).toEqual([null, null, 1, null, 2])
  })

  it('end with one marker', () => {
    expect(every10s(changes({ '0s': 1, '10s': stale }))).toEqual([1, 'stale', null, null, null])
  })

  it('may be written as promtool writes them', () => {
    expect(every10s('1x2 _ 0.1+0.2x1 stale', 8)).toEqual([1, 1, 1, null, 0.1, 0.3, 'stale', null])
    expect(notationFault('1+2x3 _x4 -5e3 NaN stale')).toBe('')
    expect(notationFault('1 2y')).toBe('2y is no value of a series')
  })
})
