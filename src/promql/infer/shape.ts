import { joinSets, type LabelSet, noLabels, sameSets } from './label-set.ts'
import { sameUnit, type Unit } from './unit.ts'
import { exactly, joinRanges, type ValueRange } from './value-range.ts'

/**
 * What a number is. `bucket`, `sum` and `count` are the series of a histogram or a summary, and grow like a `counter`;
 * `boolean` is 0 or 1; `info` is always 1; `quantile` is one that a summary gives or `histogram_quantile` estimates.
 */
export type ValueKind =
  | 'counter'
  | 'bucket'
  | 'sum'
  | 'count'
  | 'gauge'
  | 'boolean'
  | 'info'
  | 'timestamp'
  | 'quantile'
  | 'unknown'

/** What was made of what grows: nothing, its growth per second, or its growth within a time. */
export type Growth = 'raw' | 'rate' | 'increase'

/** Series that have something in common: those of one metric and one job, or what an operation makes of them. */
export interface Shape {
  readonly labels: LabelSet
  readonly kind: ValueKind
  /** `raw` for all that does not grow; `rate` of a `bucket` is what a quantile is estimated from. */
  readonly growth: Growth
  /** Of a `bucket`, that of what is observed, as of its bounds; `valueUnit` has that of the value. */
  readonly unit: Unit
  readonly range: ValueRange
  /** Names of the scrape jobs, and so the targets, that it stems from; none for numbers, nor in an open world. */
  readonly jobs: readonly string[]
  /** Whether every instance gives the same value, so that a sum over instances is wrong. */
  readonly repeated: boolean
  /** Whether series vanish while the system is idle. */
  readonly vanishes: boolean
}

/** Kinds that only grow, but for resets. */
export function grows(kind: ValueKind): boolean {
  return kind === 'counter' || kind === 'bucket' || kind === 'sum' || kind === 'count'
}

/** The unit of the value: a bucket counts, whatever its bounds are. */
export function valueUnit({ kind, growth, unit }: Shape): Unit {
  return kind !== 'bucket' ? unit : growth === 'rate' ? '1/seconds' : 'none'
}

/** A number without labels. */
export function numberShape(range: ValueRange): Shape {
  return {
    labels: noLabels,
    kind: 'gauge',
    growth: 'raw',
    unit: 'unknown',
    range,
    jobs: [],
    repeated: false,
    vanishes: false,
  }
}

export const one: Shape = { ...numberShape(exactly(1)), unit: 'none' }

/** What holds for series of either shape. */
export function joinShapes(a: Shape, b: Shape): Shape {
  const alike = a.kind === b.kind && a.growth === b.growth
  return {
    labels: joinSets(a.labels, b.labels),
    kind: alike ? a.kind : 'unknown',
    growth: alike ? a.growth : 'raw',
    unit: sameUnit(a.unit, b.unit),
    range: joinRanges(a.range, b.range),
    jobs: joinJobs(a.jobs, b.jobs),
    repeated: a.repeated || b.repeated,
    vanishes: a.vanishes || b.vanishes,
  }
}

/** The names of both, each once. */
export function joinJobs(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a === b || b.length === 0) return a
  if (a.length === 0) return b
  const added = b.filter((job) => !a.includes(job))
  return added.length === 0 ? a : [...a, ...added]
}

/** At most so many alternatives as are worth telling apart; the rest become one. */
export function limitShapes(shapes: readonly Shape[], most = mostShapes): readonly Shape[] {
  if (shapes.length <= most) return shapes
  return [...shapes.slice(0, most - 1), shapes.slice(most - 1).reduce(joinShapes)]
}

/** The shapes of two sides, fewer where there would be too many pairs. */
export function fewerPairs(
  left: readonly Shape[],
  right: readonly Shape[],
): readonly [readonly Shape[], readonly Shape[]] {
  if (left.length * right.length <= mostPairs) return [left, right]
  return [limitShapes(left, mostPairs ** 0.5), limitShapes(right, mostPairs ** 0.5)]
}

/** Whether series have no label but, at most, a name. */
export function isBare(shapes: readonly Shape[]): boolean {
  return shapes.every(
    ({ labels: { labels, others } }) => !others && (labels.size === 0 || (labels.size === 1 && labels.has('__name__'))),
  )
}

/** Shapes of which those with the same labels are one. */
export function mergeEqualLabels(shapes: readonly Shape[]): readonly Shape[] {
  if (shapes.length < 2) return shapes
  const merged: Shape[] = []
  for (const shape of shapes) {
    const index = merged.findIndex(({ labels }) => sameSets(labels, shape.labels))
    const found = merged[index]
    if (found === undefined) merged.push(shape)
    else merged[index] = joinShapes(found, shape)
  }
  return merged
}

const mostShapes = 16
const mostPairs = 64
