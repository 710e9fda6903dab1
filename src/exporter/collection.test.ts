import { describe, expect, it } from 'vitest'
import { createLog } from '../http/log.ts'
import { counter, gauge } from '../spec/metrics.ts'
import { CollectError } from './collect-error.ts'
import { createCollection, type NamedPart } from './collection.ts'
import type { Snapshot } from './sample-set.ts'

const temperature = gauge('room_temperature_celsius', { help: 'Temperature.', labels: ['room'] })
const visits = counter('visits_total', { help: 'Visits.' })
const log = createLog('test', { level: 'silent' })

function collection(parts: readonly NamedPart[], options: { timeoutMs?: number; seriesLimit?: number } = {}) {
  return createCollection(parts, { timeoutMs: 1000, seriesLimit: 100, log, now: () => 5000, ...options })
}

/** Series of a family as `label,label` to value. */
function series(snapshot: Snapshot, name: string): Record<string, number> {
  const found = snapshot.families.find(({ family }) => family.name === name)
  return Object.fromEntries((found?.series ?? []).map(({ labels, value }) => [Object.values(labels).join(','), value]))
}

const never = () => new Promise<void>(() => {})

describe('createCollection', () => {
  it('keeps a part that fails from taking the others along', async () => {
    const snapshot = await collection([
      { name: 'good', collect: async ({ sample }) => sample(temperature, { room: 'hall' }, 20) },
      {
        name: 'bad',
        collect: async () => {
          throw new CollectError('query', 'no such table')
        },
      },
      {
        name: 'worse',
        collect: () => {
          throw new TypeError('thrown before any await')
        },
      },
    ])()
    expect(series(snapshot, 'room_temperature_celsius')).toEqual({ hall: 20 })
    expect(series(snapshot, 'belfry_collector_success')).toEqual({ good: 1, bad: 0, worse: 0 })
    const errors = series(snapshot, 'belfry_collector_errors_total')
    expect(errors).toMatchObject({ 'bad,query': 1, 'worse,internal': 1, 'good,query': 0 })
    expect(series(snapshot, 'belfry_collector_last_success_timestamp_seconds')).toEqual({ good: 5 })
  })

  it('ends a part that hangs with its time, tells it so, and drops what it samples after', async () => {
    let late = () => {}
    let aborted = false
    const snapshot = await collection(
      [
        {
          name: 'hung',
          collect: ({ sample, signal }) => {
            signal.addEventListener('abort', () => {
              aborted = true
            })
            sample(temperature, { room: 'hall' }, 20)
            late = () => sample(temperature, { room: 'attic' }, 30)
            return never()
          },
        },
      ],
      { timeoutMs: 20 },
    )()
    late()
    expect(aborted).toBe(true)
    expect(series(snapshot, 'belfry_collector_success')).toEqual({ hung: 0 })
    expect(series(snapshot, 'belfry_collector_errors_total')).toMatchObject({ 'hung,timeout': 1 })
    expect(series(snapshot, 'room_temperature_celsius')).toEqual({ hall: 20 })
  })

  it('does not start a part again while its last run still hangs', async () => {
    let runs = 0
    const collect = collection(
      [
        {
          name: 'hung',
          collect: () => {
            runs += 1
            return never()
          },
        },
      ],
      { timeoutMs: 10 },
    )
    await collect()
    const second = await collect()
    expect(runs).toBe(1)
    expect(series(second, 'belfry_collector_errors_total')).toMatchObject({ 'hung,timeout': 2 })
  })

  it('forgets series that vanished at the source', async () => {
    let rooms = ['hall', 'attic']
    const collect = collection([
      { name: 'rooms', collect: async ({ sample }) => rooms.forEach((room) => void sample(temperature, { room }, 20)) },
    ])
    expect(series(await collect(), 'room_temperature_celsius')).toEqual({ hall: 20, attic: 20 })
    rooms = ['hall']
    expect(series(await collect(), 'room_temperature_celsius')).toEqual({ hall: 20 })
  })

  it('exposes cumulative values as they are', async () => {
    const collect = collection([{ name: 'visits', collect: async ({ sample }) => sample(visits, {}, 7) }])
    await collect()
    expect(series(await collect(), 'visits_total')).toEqual({ '': 7 })
  })

  it('caps the series of a family and counts the rest', async () => {
    const collect = collection(
      [
        {
          name: 'rooms',
          collect: async ({ sample }) => {
            for (let room = 0; room < 5; room += 1) sample(temperature, { room: String(room) }, room)
            sample(temperature, { room: '0' }, 9)
          },
        },
      ],
      { seriesLimit: 3 },
    )
    const first = await collect()
    expect(series(first, 'room_temperature_celsius')).toEqual({ 0: 9, 1: 1, 2: 2 })
    expect(series(first, 'belfry_series_dropped_total')).toEqual({ room_temperature_celsius: 2 })
    expect(series(await collect(), 'belfry_series_dropped_total')).toEqual({ room_temperature_celsius: 4 })
  })

  it('leaves out values that are unknown', async () => {
    const snapshot = await collection([
      {
        name: 'rooms',
        collect: async ({ sample }) => {
          sample(temperature, { room: 'hall' }, null)
          sample(temperature, { room: 'attic' }, Number.NaN)
        },
      },
    ])()
    expect(series(snapshot, 'room_temperature_celsius')).toEqual({})
  })
})

describe('a slow part', () => {
  it('is awaited once and then refreshed behind the scrapes', async () => {
    let runs = 0
    const collect = collection([
      {
        name: 'slow',
        refreshMs: 60_000,
        collect: async ({ sample }) => {
          runs += 1
          await new Promise((resolve) => setTimeout(resolve, 40))
          sample(temperature, { room: 'hall' }, runs)
        },
      },
    ])
    expect(series(await collect(), 'room_temperature_celsius')).toEqual({ hall: 1 })
    expect(series(await collect(), 'room_temperature_celsius')).toEqual({ hall: 1 })
    expect(runs).toBe(1)
  })

  it('is tried at every scrape while it fails', async () => {
    let runs = 0
    const collect = collection([
      {
        name: 'slow',
        refreshMs: 60_000,
        collect: async () => {
          runs += 1
          if (runs < 3) throw new CollectError('connection', 'refused')
        },
      },
    ])
    expect(series(await collect(), 'belfry_collector_success')).toEqual({ slow: 0 })
    expect(series(await collect(), 'belfry_collector_success')).toEqual({ slow: 0 })
    expect(series(await collect(), 'belfry_collector_success')).toEqual({ slow: 1 })
  })
})
