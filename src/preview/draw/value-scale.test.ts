import { describe, expect, it } from 'vitest'
import { getValueFormat } from '../vendor/grafana-data.js'
import { timeTicks } from './time-ticks.ts'
import { type ScaleOptions, tickLabels, valueScale } from './value-scale.ts'

const scale = (options: Partial<ScaleOptions>) =>
  valueScale({
    low: 0,
    high: 1,
    min: null,
    max: null,
    softMin: null,
    softMax: null,
    unit: 'short',
    height: 160,
    log: null,
    isCentered: false,
    decimals: null,
    ...options,
  })
const labels = (ticks: readonly number[], unit: string) => tickLabels(ticks, getValueFormat(unit), null)

describe('valueScale', () => {
  it.each([
    [{ low: 3, high: 97 }, 0, 107],
    [{ low: 1000, high: 1004 }, 999.6, 1004.4],
    [{ low: 0, high: 0 }, 0, 100],
    [{ low: 5, high: 5 }, 0, 10],
    [{ low: -4, high: 8 }, -6, 10],
    [{ low: 10, high: 74, min: 0, max: 100 }, 0, 100],
    [{ low: 10, high: 20, softMax: 50 }, 9, 50],
    [{ low: -2, high: 6, isCentered: true }, -8, 8],
    [{ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }, 0, 1.1],
    [{ low: 0.002, high: 900, log: 10 }, 0.001, 1000],
    [{ low: 3, high: 3, log: 2 }, 2, 4],
  ])('of %j', (options, min, max) => {
    const found = scale(options)
    expect([found.min, found.max].map((value) => Number(value.toPrecision(6)))).toEqual([min, max])
    expect(found.ticks.length).toBeGreaterThan(1)
    expect(found.ticks.length).toBeLessThan(12)
    expect(found.ticks.every((tick) => tick >= found.min - 1e-9 && tick <= found.max + 1e-9)).toBe(true)
  })

  it('puts ticks at powers of two for bytes, and at parts of minutes for seconds', () => {
    expect(scale({ high: 900 * 1024 ** 2, unit: 'bytes' }).ticks.map((tick) => tick / 1024 ** 2)).toEqual([
      0, 256, 512, 768,
    ])
    expect(scale({ high: 200, unit: 's' }).ticks).toEqual([0, 60, 120, 180])
  })
})

describe('tickLabels', () => {
  it('have as few decimals as tell them apart, the same for one unit', () => {
    expect(labels([0, 0.5, 1, 1.5], 's')).toEqual(['0 s', '500 ms', '1.0 s', '1.5 s'])
    expect(labels([0, 0.25, 0.5], 'percentunit')).toEqual(['0%', '25%', '50%'])
    expect(labels([0, 1000, 1500], 'short')).toEqual(['0', '1.0 K', '1.5 K'])
    expect(labels([-10, 0, 10], 'Bps')).toEqual(['-10 B/s', '0 B/s', '10 B/s'])
  })
})

describe('timeTicks', () => {
  const hour = 3_600_000
  const day = Date.UTC(2026, 0, 31)
  const ticks = (span: number) => timeTicks(day, day + span, 600, 'utc').map(({ label }) => label)

  it('stand at round times, with the date where a day begins', () => {
    expect(ticks(24 * hour)).toEqual(['01/31', '04:00', '08:00', '12:00', '16:00', '20:00', '02/01'])
    expect(ticks(hour)).toEqual(['00:00', '00:10', '00:20', '00:30', '00:40', '00:50', '01:00'])
    expect(ticks(60_000)).toEqual(['00:00:00', '00:00:10', '00:00:20', '00:00:30', '00:00:40', '00:00:50', '00:01:00'])
    expect(ticks(30 * 24 * hour)[1]).toBe('02/06')
  })
})
