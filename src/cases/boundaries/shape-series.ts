import type { CaseSeries, Sample } from '../alert-case.ts'

/** Series that go on after a time as they were at it: with the slope of their last two samples. */
export function carryOn(
  series: readonly CaseSeries[],
  slot: number,
  time: number,
  until: number,
): readonly CaseSeries[] {
  return series.map((one) => {
    const last = indexBefore(one, slot, time)
    const [before, value] = [one.samples[last - 1], one.samples[last]]
    const step = typeof before === 'number' && typeof value === 'number' ? value - before : 0
    const count = Math.ceil((until - slot) / one.interval) + 1
    const samples = Array.from({ length: count }, (_, index): Sample => {
      if (index <= last) return one.samples[index] ?? null
      return typeof value === 'number' ? Number((value + step * (index - last)).toPrecision(12)) : null
    })
    return { ...one, samples }
  })
}

/** Series that have always been as they are at a time; those that are not there are left out. */
export function settle(
  series: readonly CaseSeries[],
  slot: number,
  time: number,
  until: number,
): readonly CaseSeries[] {
  return series.flatMap((one) => {
    const last = indexBefore(one, slot, time)
    const [before, value] = [one.samples[last - 1], one.samples[last]]
    if (typeof value !== 'number') return []
    const step = typeof before === 'number' ? value - before : 0
    const count = Math.floor((until - slot) / one.interval) + 1
    // What grows begins at 0, as counters do.
    const begin = step > 0 ? 0 : value - step * (count - 1)
    const samples = Array.from({ length: count }, (_, index) => Number((begin + step * index).toPrecision(12)))
    return [{ ...one, samples }]
  })
}

/** Series without what comes after a time. */
export function cutAfter(series: readonly CaseSeries[], slot: number, time: number): readonly CaseSeries[] {
  return series.map((one) => ({ ...one, samples: one.samples.slice(0, indexBefore(one, slot, time) + 1) }))
}

/** Series that end: their first scrape after a time finds them gone. */
export function endAfter(series: readonly CaseSeries[], slot: number, time: number): readonly CaseSeries[] {
  return cutAfter(series, slot, time).map((one) => ({ ...one, samples: [...one.samples, 'stale'] }))
}

/** Counters that begin anew at a time, and grow as before. */
export function resetAt(series: readonly CaseSeries[], slot: number, time: number): readonly CaseSeries[] {
  return series.map((one) => {
    const last = indexBefore(one, slot, time)
    const lost = one.samples[last]
    if (typeof lost !== 'number') return one
    const fall = (sample: Sample, index: number): Sample =>
      typeof sample === 'number' && index > last ? Number((sample - lost).toPrecision(12)) : sample
    return { ...one, samples: one.samples.map(fall) }
  })
}

/** Index of the last sample before a time; -1 when there is none. */
function indexBefore({ interval, samples }: CaseSeries, slot: number, time: number): number {
  return Math.min(samples.length - 1, Math.floor((time - slot) / interval))
}
