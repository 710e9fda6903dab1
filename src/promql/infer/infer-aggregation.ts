import type { AggregationName } from '../aggregations.ts'
import type { Aggregation, Grouping } from '../ast.ts'
import type { Facts } from './facts.ts'
import { type LabelSet, noLabels, onlyLabels, presenceIn, setFact, withoutLabels } from './label-set.ts'
import { quantileOf, spreadOf, sumOf } from './range-aggregation.ts'
import { joinShapes, limitShapes, mergeEqualLabels, one, type Shape } from './shape.ts'
import { multiplyUnits } from './unit.ts'
import { anyValue, between, constantOf, type ValueRange } from './value-range.ts'

/** What an aggregation gives, of what it aggregates. */
export function inferAggregation(node: Aggregation, operand: Facts, param: Facts | null): Facts {
  const { operator, grouping } = node
  if (picksSeries.has(operator))
    return { ...operand, type: 'instant', certain: operator !== 'limit_ratio' && operand.certain && takesOne(param) }
  const [first, ...others] = operand.shapes
  if (first === undefined) return { type: 'instant', shapes: [], certain: false }
  const groups = mergeEqualLabels(
    operand.shapes.map((shape) => ({ ...shape, labels: grouped(shape.labels, grouping) })),
  )
  const all = others.reduce(joinShapes, first)
  const value = aggregated(operator, all, param?.shapes[0]?.range ?? anyValue)
  const label = operator === 'count_values' ? (node.param?.kind === 'string' ? node.param.value : null) : null
  const shapes = groups.map(({ labels, jobs, repeated, vanishes }) => ({
    ...value,
    labels: label === null || isRemoved(label, grouping) ? labels : withCounted(labels, label, all.range),
    jobs,
    repeated: repeated && presenceIn(labels, 'instance') !== 'impossible',
    vanishes,
  }))
  return { type: 'instant', shapes: limitShapes(shapes), certain: operand.certain }
}

/** Aggregations that hand on some of the series as they are. */
const picksSeries: ReadonlySet<AggregationName> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio'])

function takesOne(param: Facts | null): boolean {
  return (param?.shapes[0]?.range.min ?? 0) >= 1
}

function grouped(labels: LabelSet, grouping: Grouping | null): LabelSet {
  if (grouping === null) return noLabels
  const names = grouping.labels.map(({ text }) => text)
  return grouping.kind === 'by' ? onlyLabels(labels, names) : withoutLabels(labels, [...names, '__name__'])
}

/** What `without` names goes, also when it was just put there. */
function isRemoved(label: string, grouping: Grouping | null): boolean {
  return grouping?.kind === 'without' && grouping.labels.some(({ text }) => text === label)
}

function withCounted(set: LabelSet, label: string, range: ValueRange): LabelSet {
  const value = constantOf(range)
  const labels = new Map(set.labels)
  const values = value !== null && Number.isInteger(value) && Math.abs(value) < mostPlain ? [String(value)] : null
  setFact(labels, set.others, label, { certain: true, values })
  return { labels, others: set.others }
}

function aggregated(operator: AggregationName, shape: Shape, param: ValueRange): Shape {
  const { range } = shape
  switch (operator) {
    case 'sum':
      return { ...asSum(shape), range: sumOf(range) }
    case 'avg':
      return asSum(shape)
    case 'min':
    case 'max':
      return shape
    case 'quantile':
      return { ...asSum(shape), range: quantileOf(range, param) }
    case 'stddev':
      return { ...shape, kind: 'gauge', growth: 'raw', range: spreadOf(range) }
    case 'stdvar': {
      const { max, nan } = spreadOf(range)
      const unit = multiplyUnits(shape.unit, shape.unit)
      return { ...shape, kind: 'gauge', growth: 'raw', unit, range: between(0, max * max, nan) }
    }
    case 'group':
      return one
    default:
      return { ...one, kind: 'gauge', range: between(1, Number.POSITIVE_INFINITY) }
  }
}

/** Sums and averages of what is 0, 1 or a time are another thing. */
function asSum(shape: Shape): Shape {
  return shape.kind === 'boolean' || shape.kind === 'info' || shape.kind === 'timestamp'
    ? { ...shape, kind: 'gauge' }
    : shape
}

const mostPlain = 1e6
