import type { CurveSpec } from '../spec/history.ts'
import type { Labels } from '../spec/labels.ts'
import type { HistorySeries } from './history-series.ts'
import type { LiveSeries } from './live-series.ts'
import type { MovingMoment } from './moment.ts'

/** Of a family with more series than this in a job, the largest histograms have a past. */
const mostSeries = 20
/** The same where nothing is told of the family. */
const mostFlat = 20

/** Fewer events than this between two samples are told one by one. */
const fewEvents = 60
/** Its multiples lie evenly between 0 and 1, however many there are. */
const goldenRatio = 0.618_033_988_75

type Observed = Extract<CurveSpec, { kind: 'observed' }>

/** The series of histograms of one family: buckets, sums and counts that fit together at every moment. */
export function* growHistogram(
  series: readonly LiveSeries[],
  curve: Observed | null,
  times: readonly number[],
  moment: MovingMoment,
): Generator<HistorySeries> {
  moment.moveTo(times.at(-1) ?? 0)
  const weigh = ({ labels, members }: Group): number =>
    eventsOf({ members }) + (curve?.perSecond(moment, { labels, live: 0 }) ?? 0)
  const groups = [...groupsOf(series).values()].sort((one, other) => weigh(other) - weigh(one))
  const size = groups[0]?.members.length ?? 1
  for (const group of groups.slice(0, Math.ceil((curve === null ? mostFlat : mostSeries) / size))) {
    if (curve === null) for (const one of group.members) yield flat(one, times)
    else yield* growGroup(group, curve, times, moment)
  }
}

interface Group {
  readonly key: string
  readonly labels: Labels
  readonly members: readonly LiveSeries[]
}

function* growGroup(
  { key, labels, members }: Group,
  { perSecond, typical, spread }: Observed,
  times: readonly number[],
  moment: MovingMoment,
): Generator<HistorySeries> {
  const buckets = members
    .filter(({ suffix }) => suffix === 'bucket')
    .map((series) => ({ series, bound: boundOf(series), values: new Float64Array(times.length), sum: 0, share: 0 }))
    .sort((one, other) => one.bound - other.bound)
  const count = new Float64Array(times.length)
  const sum = new Float64Array(times.length)
  const now = { labels, live: Math.max(0, ...members.map(({ suffix, value }) => (suffix === 'sum' ? 0 : value))) }
  moment.enter(key)
  let events = 0
  let seconds = 0
  let before = times[0] ?? 0
  const mean = Math.exp((spread * spread) / 2)
  for (let index = 0; index < times.length; index++) {
    const time = times[index] ?? 0
    moment.moveTo(time)
    const more = Math.max(0, perSecond(moment, now) ?? 0) * (time - before)
    const median = Math.max(1e-9, typical(moment, now) ?? 0)
    before = time
    const seen = Math.floor(events)
    events += more
    seconds += more * median * mean
    count[index] = Math.floor(events)
    sum[index] = seconds
    for (const bucket of buckets) bucket.share = shareBelow(bucket.bound, median, spread)
    if (more < fewEvents) {
      // One at a time: an event that some buckets have already and others not yet would look like a very slow one.
      for (let event = seen; event < Math.floor(events); event++) {
        const quantile = (event * goldenRatio) % 1
        for (const bucket of buckets) if (quantile < bucket.share) bucket.sum += 1
      }
    } else for (const bucket of buckets) bucket.sum += more * bucket.share
    for (const bucket of buckets) bucket.values[index] = Math.floor(bucket.sum + 1e-6)
  }
  // Where the live histogram is too small for the day, it was started anew on the way.
  const begin = Math.max(
    0,
    count.findIndex((value) => Math.floor(events) - value <= now.live),
  )
  for (const { series, values } of buckets) yield grown(series, values, begin, times)
  for (const one of members) {
    if (one.suffix === 'count') yield grown(one, count, begin, times)
    if (one.suffix === 'sum') yield grown(one, sum, begin, times)
  }
}

/** Ends at the live value or below it; before the start of the live one, another is counted. */
function grown({ name, labels, value }: LiveSeries, values: Float64Array, begin: number, times: readonly number[]) {
  const started = begin === 0 ? (values.at(-1) ?? 0) - value : (values[begin] ?? 0)
  for (let index = begin; index < values.length; index++)
    values[index] = Math.max(0, Math.min(value, (values[index] ?? 0) - started))
  return { name, labels, times, values }
}

function eventsOf({ members }: Pick<Group, 'members'>): number {
  return Math.max(...members.map(({ suffix, value }) => (suffix === 'sum' ? 0 : value)))
}

/** Share of a lognormal distribution below a bound. */
function shareBelow(bound: number, median: number, spread: number): number {
  if (bound === Number.POSITIVE_INFINITY) return 1
  if (bound <= 0) return 0
  // The logistic curve is as near to the normal one as anybody can see.
  return 1 / (1 + Math.exp((-1.702 * Math.log(bound / median)) / spread))
}

function flat({ name, labels, value }: LiveSeries, times: readonly number[]): HistorySeries {
  return { name, labels, times, values: new Float64Array(times.length).fill(value) }
}

function boundOf({ labels }: LiveSeries): number {
  const { le = '+Inf' } = labels
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le)
}

function groupsOf(series: readonly LiveSeries[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, { key: string; labels: Labels; members: LiveSeries[] }>()
  for (const one of series) {
    const { le: _le, ...labels } = one.labels
    const key = `${one.family.name}${JSON.stringify(labels)}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { key, labels, members: [one] })
    else group.members.push(one)
  }
  return groups
}
