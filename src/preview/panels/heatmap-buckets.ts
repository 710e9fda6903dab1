import { flagOf, numberOf, objectOf } from '../board/json-value.ts'
import { boundOf, heatmapFrames } from '../data/heatmap-frames.ts'
import type { DrawContext } from '../draw/drawing.ts'
import { niceStep } from '../draw/value-scale.ts'
import { type DataFrame, getFieldDisplayName } from '../vendor/grafana-data.js'

/** Counts of each bucket over time, the lowest bucket first. */
export interface Buckets {
  readonly times: readonly number[]
  /** Milliseconds that a cell is wide. */
  readonly step: number
  readonly rows: readonly {
    readonly name: string
    /** Upper bound; `null` when the name is none. */
    readonly bound: number | null
    readonly values: readonly (number | null)[]
  }[]
}

/** Buckets as the data has them, or made from values where the panel asks for it. */
export function bucketsOf(context: DrawContext): Buckets | null {
  const { frames, panel } = context
  const timed = frames.filter((frame) => frame.length > 0 && frame.fields.some(({ type }) => type === 'time'))
  if (timed.length === 0) return null
  if (flagOf(panel.options.calculate)) return calculated(timed, objectOf(panel.options.calculation))
  // Buckets of a query that was not asked for as a heatmap are still cumulative.
  const isRaw = panel.targets.every(({ format }) => format !== 'heatmap') && timed.every(isBucket) && timed.length > 1
  const ordered = isRaw ? heatmapFrames(timed) : timed
  const [first] = ordered
  const times = timesOf(first)
  const rows = ordered.flatMap((frame) =>
    frame.fields
      .filter(({ type }) => type === 'number')
      .map((field) => {
        const bound = boundOf({ ...frame, fields: [field] })
        const own = timesOf(frame)
        const byTime = new Map(own.map((time, index) => [time, field.values[index]]))
        return {
          name: getFieldDisplayName(field, frame, [...frames]),
          bound: bound === Number.MAX_VALUE ? null : bound,
          values: times.map((time) => numberOrNull(byTime.get(time))),
        }
      }),
  )
  return { times, step: stepOf(times), rows }
}

const isBucket = (frame: DataFrame): boolean => frame.fields.some(({ labels }) => labels?.le !== undefined)
const timesOf = (frame: DataFrame | undefined): readonly number[] =>
  frame?.fields.find(({ type }) => type === 'time')?.values.map(Number) ?? []
const stepOf = (times: readonly number[]): number => (times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : 60_000)
const numberOrNull = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** Counts values in boxes of time and size. */
function calculated(frames: readonly DataFrame[], calculation: ReturnType<typeof objectOf>): Buckets | null {
  const samples = frames.flatMap((frame) => {
    const times = timesOf(frame)
    return frame.fields
      .filter(({ type }) => type === 'number')
      .flatMap(({ values }) => values.map((value, index) => ({ time: times[index] ?? 0, value: numberOrNull(value) })))
  })
  const values = samples.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length === 0) return null
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
  const asked = objectOf(calculation.yBuckets)
  const size =
    asked.mode === 'size'
      ? numberOf(asked.value, 0)
      : asked.mode === 'count'
        ? (high - low) / numberOf(asked.value, 10)
        : 0
  const step = size > 0 ? size : niceStep(Math.max((high - low) / 20, Math.abs(high) / 1e6, 1e-9))
  const bottom = Math.floor(low / step) * step
  const count = Math.min(200, Math.max(1, Math.floor((high - bottom) / step) + 1))
  const all = [...new Set(samples.map(({ time }) => time))].sort((one, other) => one - other)
  const width = stepOf(all) * Math.max(1, Math.ceil(all.length / 60))
  const start = Math.floor((all[0] ?? 0) / width) * width
  const columns = Math.floor(((all.at(-1) ?? 0) - start) / width) + 1
  const counts = Array.from({ length: count }, () => new Array<number>(columns).fill(0))
  for (const { time, value } of samples) {
    if (value === null) continue
    const row = counts[Math.min(count - 1, Math.floor((value - bottom) / step))]
    const column = Math.floor((time - start) / width)
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1
  }
  return {
    times: Array.from({ length: columns }, (_, index) => start + index * width),
    step: width,
    rows: counts.map((row, index) => ({ name: '', bound: bottom + (index + 1) * step, values: row })),
  }
}
