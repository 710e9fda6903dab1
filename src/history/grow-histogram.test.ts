import { describe, expect, test } from 'vitest'
import { growHistogram } from './grow-histogram.ts'
import type { LiveSeries } from './live-series.ts'
import { MovingMoment } from './moment.ts'

const family = { name: 'wait_seconds', type: 'histogram', help: '', unit: 'seconds', labels: [] } as unknown
const bucket = (le: string, value: number): LiveSeries => ({
  name: 'wait_seconds_bucket',
  family: family as LiveSeries['family'],
  suffix: 'bucket',
  use: 'close',
  labels: { le },
  value,
})
const times = Array.from({ length: 400 }, (_, index) => index * 30)
const rare = {
  kind: 'observed',
  families: ['wait_seconds'],
  perSecond: () => 1 / 100,
  typical: () => 1,
  spread: 0.3,
} as const

describe('a histogram of the past', () => {
  test('counts a rare event in all of its buckets at once', () => {
    const [ten, all] = [
      ...growHistogram([bucket('10', 500), bucket('+Inf', 500)], rare, times, new MovingMoment(12_000)),
    ]
    expect(Array.from(ten?.values ?? [])).toEqual(Array.from(all?.values ?? []))
    expect((all?.values.at(-1) ?? 0) - (all?.values[0] ?? 0)).toBeGreaterThan(100)
  })

  test('has a past although nothing was counted since its start', () => {
    const [all] = [...growHistogram([bucket('+Inf', 0)], rare, times, new MovingMoment(12_000))]
    expect(Math.max(...(all?.values ?? []))).toBeGreaterThan(100)
    expect(all?.values.at(-1)).toBe(0)
  })
})
