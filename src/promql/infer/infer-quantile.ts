import type { Facts } from './facts.ts'
import { factIn, type LabelSet, withLabel, withoutLabels, withoutName } from './label-set.ts'
import { numberShape, type Shape } from './shape.ts'
import { anyValue, between, type ValueRange } from './value-range.ts'

/** What `histogram_quantile` gives: nothing beyond the greatest finite bound, nor less than the least, or than 0. */
export function estimateQuantile(rank: Facts | undefined, operand: Facts | undefined): Facts {
  const shapes = operand?.shapes ?? []
  const rankRange = rank?.shapes[0]?.range ?? anyValue
  const estimated = shapes.flatMap((shape) => {
    // Without bounds nothing can be estimated, unless it is a native histogram, whose type no catalog knows.
    if (shape.kind !== 'unknown' && boundsIn(shape.labels)?.length === 0) return []
    return [quantileShape(shape, rankRange)]
  })
  return { type: 'instant', shapes: estimated, certain: false }
}

/** What `histogram_fraction` gives: of buckets since Prometheus 3.4, before that only of native histograms. */
export function estimateFraction(operand: Facts | undefined): Facts {
  const shapes = (operand?.shapes ?? []).map((shape) => ({
    ...numberShape(between(0, 1, true)),
    unit: 'ratio',
    jobs: shape.jobs,
    labels: withLabel(withoutName(shape.labels), 'le', { ...factIn(shape.labels, 'le'), certain: false }),
  }))
  return { type: 'instant', shapes, certain: false }
}

function quantileShape(shape: Shape, rank: ValueRange): Shape {
  const proper = rank.min >= 0 && rank.max <= 1 && !rank.nan
  return {
    ...shape,
    labels: withoutLabels(shape.labels, ['le', '__name__']),
    kind: 'quantile',
    growth: 'raw',
    range: proper ? rangeOfBounds(shape.labels) : anyValue,
  }
}

function rangeOfBounds(labels: LabelSet): ValueRange {
  const finite = boundsIn(labels)?.filter((bound) => Number.isFinite(bound)) ?? []
  return finite.length === 0 ? anyValue : between(Math.min(0, ...finite), Math.max(...finite), true)
}

const known = new WeakMap<readonly string[], readonly number[]>()

/** The bounds of the buckets; `null` when they are not known. Many queries ask for those of one histogram. */
function boundsIn(labels: LabelSet): readonly number[] | null {
  const { values } = factIn(labels, 'le')
  if (values === null) return null
  const found = known.get(values)
  if (found !== undefined) return found
  const bounds = values.map(boundOf).filter((bound) => bound !== null)
  known.set(values, bounds)
  return bounds
}

function boundOf(text: string): number | null {
  if (/^\+?inf$/i.test(text)) return Number.POSITIVE_INFINITY
  const bound = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(bound) ? null : bound
}
