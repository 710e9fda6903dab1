import type { Course, CurveSpec, HistorySpec } from '../spec/history.ts'
import { growHistogram } from './grow-histogram.ts'
import type { HistorySeries } from './history-series.ts'
import type { LiveSeries, LiveTarget } from './live-series.ts'
import { MovingMoment } from './moment.ts'
import { type Density, sampleTimes } from './sample-times.ts'
import type { Use } from './used-names.ts'

export interface DayRequest {
  readonly targets: readonly LiveTarget[]
  readonly histories: readonly HistorySpec[]
  /** Unix seconds of the last sample. */
  readonly end: number
  readonly hours: number
}

/** Of a family with more series than this in a job, the largest have a past: graphs show no more of them. */
const mostSeries = 16
/** The same where nothing is told of the family. */
const mostFlat = 8
/** Seconds within which a gauge comes back to its live value. */
const settling = 600

/** The day of every series that targets expose now, ending at its value. */
export function* playDay({ targets, histories, end, hours }: DayRequest): Generator<HistorySeries> {
  const curves = histories.flatMap((one) => one.curves)
  const shaping = new Map<string, CurveSpec>()
  for (const curve of curves) if (curve.kind !== 'absent') for (const name of curve.families) shaping.set(name, curve)
  const times = (density: Density) => sampleTimes(density, end, hours)
  const known: Record<Density, readonly number[]> = {
    growing: times('growing'),
    'growing closely': times('growing closely'),
    moving: times('moving'),
    still: times('still'),
  }
  const moment = new MovingMoment(end)

  for (const target of targets) {
    const absences = curves.filter((one) => one.kind === 'absent')
    const unreachable = absences.filter(({ jobs }) => jobs.includes(target.job)).map(({ incident }) => incident)
    for (const [family, all] of byFamily(target.series)) {
      const missing = absences.filter(({ families }) => families.includes(family)).map(({ incident }) => incident)
      const gaps = [...unreachable, ...missing]
      const thin = (one: HistorySeries): HistorySeries => {
        if (gaps.length === 0) return one
        for (const [index, time] of one.times.entries())
          for (const { hoursAgo, minutes } of gaps) {
            const since = hoursAgo * 3600 - (end - time)
            if (since >= 0 && since <= minutes * 60) one.values[index] = Number.NaN
          }
        return one
      }
      const curve = shaping.get(family)
      const [first] = all
      if (first === undefined) continue
      if (first.family.type === 'histogram') {
        const observed = curve?.kind === 'observed' ? curve : null
        for (const one of growHistogram(all, observed, known[densityOf(first.use)], moment)) yield thin(one)
        continue
      }
      moment.moveTo(end)
      for (const series of largest(all, curve, moment)) yield thin(course(series, curve, known, moment))
    }
    for (const one of scrapeSeries(target, known.moving, moment)) {
      if (one.name === 'up')
        for (const [index, time] of one.times.entries())
          for (const { hoursAgo, minutes } of unreachable) {
            const since = hoursAgo * 3600 - (end - time)
            if (since >= 0 && since <= minutes * 60) one.values[index] = 0
          }
      yield one
    }
  }
}

function course(
  series: LiveSeries,
  curve: CurveSpec | undefined,
  times: Readonly<Record<Density, readonly number[]>>,
  moment: MovingMoment,
): HistorySeries {
  const { name, labels, value, family, suffix } = series
  moment.enter(identity(series))
  const dense = densityOf(series.use)
  if (curve?.kind === 'level') return fall({ name, labels, value }, curve.course, times[dense], moment)
  if (curve?.kind === 'rate') return grow(series, curve.course, times[dense], moment)
  if (tellsTime(family.name)) return keepTime({ name, labels, value }, times, moment)
  const growing = family.type === 'counter' || suffix !== ''
  const density = growing ? dense : 'still'
  return { name, labels, times: times[density], values: new Float64Array(times[density].length).fill(value) }
}

const densityOf = (use: Use): Density =>
  use === 'closest' ? 'growing closely' : use === 'close' ? 'growing' : 'moving'
const tellsTime = (name: string): boolean => /_(?:timestamp|time)_seconds$/.test(name)
const tellsStart = (name: string): boolean => /start|boot|created|frozen/.test(name)

/** A time of the past: that of a start lies before the day, that of what happens again and again moves along. */
function keepTime(
  { name, labels, value }: Pick<LiveSeries, 'name' | 'labels' | 'value'>,
  times: Readonly<Record<Density, readonly number[]>>,
  moment: MovingMoment,
): HistorySeries {
  const [first = 0] = times.still
  if (tellsStart(name) || value === 0) {
    const start = value === 0 ? 0 : Math.min(value, first - 3600)
    return { name, labels, times: times.still, values: new Float64Array(times.still.length).fill(start) }
  }
  const values = new Float64Array(times.moving.length)
  for (let index = 0; index < times.moving.length; index++) {
    moment.moveTo(times.moving[index] ?? 0)
    values[index] = value - moment.ago
  }
  return { name, labels, times: times.moving, values }
}

function fall(
  { name, labels, value }: Pick<LiveSeries, 'name' | 'labels' | 'value'>,
  curve: Course,
  times: readonly number[],
  moment: MovingMoment,
): HistorySeries {
  const values = new Float64Array(times.length)
  const now = { labels, live: value }
  for (let index = 0; index < times.length; index++) {
    moment.moveTo(times[index] ?? 0)
    const wanted = curve(moment, now)
    // What is 0 now has nothing to come back to.
    const share = value === 0 ? 1 : Math.min(1, moment.ago / settling)
    const mixed = wanted === null ? Number.NaN : wanted * share + value * (1 - share)
    values[index] = Number.isInteger(value) && Number.isInteger(wanted) ? Math.round(mixed) : mixed
  }
  return { name, labels, times, values }
}

/** Grows up to the live value; where that is too small for the day, the counter was started anew on the way. */
function grow(
  { name, labels, value, family }: LiveSeries,
  perSecond: Course,
  times: readonly number[],
  moment: MovingMoment,
): HistorySeries {
  const values = new Float64Array(times.length)
  const now = { labels, live: value }
  let sum = 0
  let before = times[0] ?? 0
  for (let index = 0; index < times.length; index++) {
    const time = times[index] ?? 0
    moment.moveTo(time)
    sum += Math.max(0, perSecond(moment, now) ?? 0) * (time - before)
    before = time
    values[index] = sum
  }
  const base = value - sum
  const whole = family.unit !== 'seconds'
  for (let index = 0; index < values.length; index++) {
    const grown = base + (values[index] ?? 0)
    // Below 0 it is the counter of a process before.
    const counted = grown >= 0 ? grown : (values[index] ?? 0)
    values[index] = whole ? Math.floor(counted + 1e-6) : counted
  }
  return { name, labels, times, values }
}

function* scrapeSeries(target: LiveTarget, times: readonly number[], moment: MovingMoment): Generator<HistorySeries> {
  const { job, labels, samples } = target
  const courses: Readonly<Record<string, () => number>> = {
    up: () => 1,
    scrape_duration_seconds: () => 0.004 + samples / 250_000 + 0.002 * Math.abs(moment.jitter),
    scrape_samples_scraped: () => samples,
    scrape_samples_post_metric_relabeling: () => samples,
    scrape_series_added: () => 0,
  }
  for (const [name, value] of Object.entries(courses)) {
    moment.enter(`${name}${job}${labels.instance}`)
    const values = new Float64Array(times.length)
    for (let index = 0; index < times.length; index++) {
      moment.moveTo(times[index] ?? 0)
      values[index] = value()
    }
    yield { name, labels, times, values }
  }
}

/** Of equals, such as counters that have just begun, those that grow come first, and those without a rate last. */
function largest(
  series: readonly LiveSeries[],
  curve: CurveSpec | undefined,
  moment: MovingMoment,
): readonly LiveSeries[] {
  const most = curve === undefined ? mostFlat : mostSeries
  if (series.length <= most) return series
  const growth = ({ labels, value: live }: LiveSeries) =>
    curve?.kind === 'rate' ? (curve.course(moment, { labels, live }) ?? -1) : 0
  return [...series].sort((a, b) => b.value - a.value || growth(b) - growth(a)).slice(0, most)
}

function byFamily(series: readonly LiveSeries[]): ReadonlyMap<string, readonly LiveSeries[]> {
  const groups = new Map<string, LiveSeries[]>()
  for (const one of series) {
    const group = groups.get(one.family.name)
    if (group === undefined) groups.set(one.family.name, [one])
    else group.push(one)
  }
  return groups
}

/** Says which series it is, whatever the order of its labels. */
export function identity({ name, labels }: Pick<LiveSeries, 'name' | 'labels'>): string {
  const { instance: _instance, ...others } = labels
  return `${name}${Object.values(others).sort().join()}`
}
