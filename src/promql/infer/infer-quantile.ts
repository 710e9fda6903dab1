import type { Facts } from './facts.ts'
import { factIn, type LabelSet, textsIn, withLabel, withoutLabels, withoutName } from './label-set.ts'
import { numberShape, type Shape } from './shape.ts'
import { anyValue, between, type ValueRange } from './value-range.ts'

/** What `histogram_quantile` gives: nothing beyond the greatest finite bound, nor less than the least, or than 0. */
export function estimateQuantile(rank: Facts | undefined, operand: Facts | undefined): Facts {
  const shapes = operand?.shapes ?? []
  const rankRange = rank?.shapes[0]?.range ?? anyValue
  const estimated = shapes.flatMap((shape) => {
    const texts = textsIn(shape.labels, 'le')
    // Without bounds nothing can be estimated, unless it is a native histogram, whose type no catalog knows.
    if (shape.kind !== 'unknown' && texts?.every((text) => boundOf(text) === null) === true) return []
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
  const bounds = textsIn(labels, 'le')?.flatMap((text) => {
    const bound = boundOf(text)
    return bound === null || !Number.isFinite(bound) ? [] : [bound]
  })
  if (bounds === undefined || bounds.length === 0) return anyValue
  return between(Math.min(0, ...bounds), Math.max(...bounds), true)
}

function boundOf(text: string): number | null {
  if (/^\+?inf$/i.test(text)) return Number.POSITIVE_INFINITY
  const bound = text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(bound) ? null : bound
}
