import { describe, expect, it } from 'vitest'
import { lookOf } from '../draw/look.ts'
import { graphSeries } from './graph-series.ts'
import { stackSeries } from './stack.ts'

function stacked(mode: string, ...all: (number | null)[][]) {
  const frames = all.map((values, index) => ({
    length: values.length,
    fields: [
      { name: 'Time', type: 'time', config: {}, values: values.map((_, at) => at * 1000) },
      { name: `s${index}`, type: 'number', config: { custom: { stacking: { mode, group: 'A' } } }, values },
    ],
  }))
  return stackSeries(graphSeries({ frames, look: lookOf('dark') })).map(({ tops }) => tops)
}

describe('stackSeries', () => {
  it('adds up, and keeps gaps', () => {
    expect(stacked('normal', [1, 2, null], [10, null, 30])).toEqual([
      [1, 2, null],
      [11, null, 30],
    ])
  })

  it('adds negative values downwards', () => {
    expect(stacked('normal', [1, -1], [2, -2], [-3, 3])).toEqual([
      [1, -1],
      [3, -3],
      [-3, 3],
    ])
  })

  it('makes shares of the sum at each time', () => {
    expect(stacked('percent', [1, 0, null], [3, 0, 5])).toEqual([
      [0.25, 0, null],
      [1, 0, 1],
    ])
  })

  it('leaves alone what is not stacked', () => {
    expect(stacked('none', [1], [2])).toEqual([[1], [2]])
  })
})
