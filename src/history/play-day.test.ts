import { describe, expect, test } from 'vitest'
import { absent, level, observed, rate, unreachable } from '../spec/history.ts'
import { counter, defineMetrics, gauge, histogram } from '../spec/metrics.ts'
import type { HistorySeries } from './history-series.ts'
import type { LiveSeries } from './live-series.ts'
import { playDay } from './play-day.ts'

const m = defineMetrics('native', {
  jobs: counter('jobs_total', { help: 'Jobs.' }),
  depth: gauge('queue_depth', { help: 'Depth.' }),
  wait: histogram('wait_seconds', { help: 'Wait.', buckets: [0.1, 1] }),
  seen: gauge('seen_timestamp_seconds', { help: 'Seen.' }),
})
const outage = { title: 'It is down.', hoursAgo: 5, minutes: 30 }
const end = 1_800_000_000
const target = { job: 'work', instance: 'a:1' }

function series(
  family: LiveSeries['family'],
  value: number,
  suffix: LiveSeries['suffix'] = '',
  le: Readonly<Record<string, string>> = {},
): LiveSeries {
  const name = suffix === '' ? family.name : `${family.name}_${suffix}`
  return { name, family, suffix, use: 'close', labels: { ...target, ...le }, value }
}

function play(live: readonly LiveSeries[], curves: Parameters<typeof playDay>[0]['histories'][number]['curves']) {
  const targets = [{ job: 'work', labels: target, series: live, samples: live.length }]
  return [...playDay({ targets, histories: [{ incidents: [], curves }], end, hours: 24 })]
}

const named = (all: readonly HistorySeries[], name: string): HistorySeries => {
  const found = all.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}
/** How often a counter begins anew. */
const resets = ({ values }: HistorySeries): number =>
  values.filter((value, index) => index > 0 && value < (values[index - 1] ?? 0)).length

describe('the day of a series', () => {
  test('covers a day and ends now', () => {
    const { times } = named(play([series(m.depth, 3)], []), 'queue_depth')
    expect(times.at(-1)).toBe(end)
    expect(end - (times[0] ?? 0)).toBeGreaterThan(23.9 * 3600)
  })

  test('of a large counter only grows, up to the live value', () => {
    const jobs = named(play([series(m.jobs, 1e9)], [rate(m.jobs, ({ load }) => 10 * load)]), 'jobs_total')
    expect(resets(jobs)).toBe(0)
    expect(jobs.values.at(-1)).toBe(1e9)
  })

  test('of many counters that have just begun is that of those that grow', () => {
    const names = Array.from({ length: 20 }, (_, index) => `queue-${index}`)
    const live = names.map((queue) => series(m.jobs, 0, '', { queue }))
    const all = play(live, [rate(m.jobs, (_at, { labels }) => (labels.queue === 'queue-19' ? 10 : 0))])
    expect(all.some(({ labels }) => labels.queue === 'queue-19')).toBe(true)
  })

  test('of a counter that is young has one start, and ends at the live value', () => {
    const jobs = named(play([series(m.jobs, 50)], [rate(m.jobs, () => 10)]), 'jobs_total')
    expect(resets(jobs)).toBe(1)
    expect(jobs.values.at(-1)).toBe(50)
    expect(Math.min(...jobs.values)).toBeGreaterThanOrEqual(0)
  })

  test('of a gauge ends at the live value, whatever is told', () => {
    expect(named(play([series(m.depth, 7)], [level(m.depth, () => 90)]), 'queue_depth').values.at(-1)).toBe(7)
  })

  test('of a histogram has buckets that hold one another', () => {
    const live = [
      series(m.wait, 2, 'bucket', { le: '0.1' }),
      series(m.wait, 5, 'bucket', { le: '1' }),
      series(m.wait, 6, 'bucket', { le: '+Inf' }),
      series(m.wait, 6, 'count'),
    ]
    const all = play(live, [observed(m.wait, { perSecond: () => 2, typical: () => 0.3 })])
    const [low, high, every] = all.filter(({ name }) => name === 'wait_seconds_bucket')
    const count = named(all, 'wait_seconds_count')
    expect(low?.values.every((value, index) => value <= (high?.values[index] ?? 0))).toBe(true)
    expect(high?.values.every((value, index) => value <= (every?.values[index] ?? 0))).toBe(true)
    expect(every?.values).toEqual(count.values)
    expect(count.values.at(-1)).toBeLessThanOrEqual(6)
  })

  test('of a histogram that is empty now is that of a process before', () => {
    const live = [series(m.wait, 0, 'bucket', { le: '1' }), series(m.wait, 0, 'count')]
    const count = named(
      play(live, [observed(m.wait, { perSecond: () => 0.0101, typical: () => 0.3 })]),
      'wait_seconds_count',
    )
    expect(Math.max(...count.values)).toBeGreaterThan(800)
    expect(count.values.at(-1)).toBe(0)
  })

  test('of a time moves with the clock', () => {
    const { times, values } = named(play([series(m.seen, end - 4)], []), 'seen_timestamp_seconds')
    expect(values.every((value, index) => (times[index] ?? 0) - value === 4)).toBe(true)
  })

  test('has gaps during an incident', () => {
    const { times, values } = named(play([series(m.depth, 3)], [absent(m.depth, outage)]), 'queue_depth')
    const gone = times.filter((_time, index) => Number.isNaN(values[index]))
    expect(gone.length).toBeGreaterThan(3)
    expect(gone.every((time) => end - time <= 5 * 3600 && end - time >= 4.5 * 3600)).toBe(true)
  })

  test('has nothing of a target that did not answer, but that it was down', () => {
    const all = play([series(m.depth, 3)], [unreachable('work', outage)])
    expect(named(all, 'up').values.filter((value) => value === 0).length).toBeGreaterThan(10)
    expect(named(all, 'queue_depth').values.some(Number.isNaN)).toBe(true)
  })

  test('is the same whenever it is told', () => {
    const curves = [level(m.depth, ({ drift, jitter }) => 10 + drift + jitter)]
    expect(play([series(m.depth, 10)], curves)).toEqual(play([series(m.depth, 10)], curves))
  })
})
