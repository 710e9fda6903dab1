import type { Call, Expr, Matcher } from '../ast.ts'
import type { Facts } from './facts.ts'
import { estimateFraction, estimateQuantile } from './infer-quantile.ts'
import { joinLabels, replaceLabel } from './infer-relabel.ts'
import { type LabelFact, setFact, withoutName } from './label-set.ts'
import { anythingShape } from './open-shape.ts'
import { overTimeFunctions } from './over-time.ts'
import { grows, numberShape, one, type Shape, valueUnit } from './shape.ts'
import { type ValueFunction, valueFunctions } from './value-functions.ts'
import { anyValue, between, exactly, type ValueRange } from './value-range.ts'

/** What a function gives, its arguments given. */
export function inferCall(node: Call, args: readonly Facts[]): Facts {
  const name = node.name.text
  const overTime = overTimeFunctions.get(name)
  const operand = args.find(({ type }) => type === 'instant' || type === 'range')
  if (overTime !== undefined) {
    const rest = args.filter((arg) => arg !== operand).map(rangeOfNumber)
    return each(operand, (shape) => overTime(shape, rest), false)
  }
  const ofValue = valueFunctions.get(name)
  if (ofValue !== undefined)
    return name === 'clamp' ? clamped(inferValue(ofValue, args), args) : inferValue(ofValue, args)
  return special.get(name)?.(node, args) ?? { type: 'instant', shapes: [anythingShape()], certain: false }
}

/** Each series keeps its labels but the name, and has another value. */
function inferValue({ range, keepsKind, ofTime }: ValueFunction, [operand, ...rest]: readonly Facts[]): Facts {
  if (operand === undefined) {
    const shape = { ...numberShape(range(anyValue, [])), unit: ofTime ? 'none' : 'unknown' }
    return { type: 'instant', shapes: [shape], certain: true }
  }
  const numbers = rest.map(rangeOfNumber)
  return each(operand, (shape) => ({
    ...shape,
    ...(keepsKind ? {} : { kind: 'gauge', growth: 'raw', unit: ofTime ? 'none' : 'unknown' }),
    labels: withoutName(shape.labels),
    range: range(shape.range, numbers),
  }))
}

/** Limits that exclude each other leave nothing. */
function clamped(facts: Facts, args: readonly Facts[]): Facts {
  const [, least = anyValue, most = anyValue] = args.map(rangeOfNumber)
  if (least.nan || most.nan) return { ...facts, certain: false }
  if (least.min > most.max) return { ...facts, shapes: [], certain: false }
  return { ...facts, certain: facts.certain && least.max <= most.min }
}

type Special = (node: Call, args: readonly Facts[]) => Facts

const sorted: Special = (_, [operand]) => each(operand, (shape) => shape)

const absent: Special = ({ args: [arg] }, [operand]) => {
  if (operand?.certain === true && operand.type === 'instant') return { type: 'instant', shapes: [], certain: false }
  const labels = absentLabels(arg)
  const empty = operand?.shapes.length === 0
  return { type: 'instant', shapes: [{ ...one, kind: 'boolean', labels: { labels, others: false } }], certain: empty }
}

/** What can only be taken of native histograms, of which nothing is known. */
const ofHistogram =
  (range: ValueRange): Special =>
  (_, args) =>
    each(
      args.at(-1),
      (shape) => ({ ...numberShape(range), jobs: shape.jobs, labels: withoutName(shape.labels) }),
      false,
    )

const special: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['absent', absent],
  ['absent_over_time', absent],
  ['sort', sorted],
  ['sort_desc', sorted],
  ['sort_by_label', sorted],
  ['sort_by_label_desc', sorted],
  ['label_replace', (node, [operand]) => each(operand, (shape) => replaceLabel(shape, node.args.slice(1).map(textOf)))],
  ['label_join', (node, [operand]) => each(operand, (shape) => joinLabels(shape, node.args.slice(1).map(textOf)))],
  ['histogram_quantile', (_, [rank, operand]) => estimateQuantile(rank, operand)],
  ['histogram_fraction', (_, args) => estimateFraction(args.at(-1))],
  ['histogram_count', ofHistogram(between(0, Number.POSITIVE_INFINITY, true))],
  ['histogram_sum', ofHistogram(anyValue)],
  ['histogram_avg', ofHistogram(anyValue)],
  ['histogram_stddev', ofHistogram(anyValue)],
  ['histogram_stdvar', ofHistogram(anyValue)],
  ['pi', () => scalar(numberShape(exactly(Math.PI)))],
  ['time', () => scalar({ ...numberShape(instants), kind: 'timestamp', unit: 'seconds' })],
  [
    'timestamp',
    (_, [operand]) =>
      each(operand, (shape) => ({
        ...shape,
        labels: withoutName(shape.labels),
        kind: 'timestamp',
        growth: 'raw',
        unit: 'seconds',
        range: instants,
      })),
  ],
  ['vector', (_, [operand]) => ({ type: 'instant', shapes: operand?.shapes ?? [], certain: true })],
  ['scalar', (_, [operand]) => scalar(onlyNumber(operand))],
])

/** Seconds since 1970; finite, so that a difference of times is a number. */
const instants = between(0, Number.MAX_SAFE_INTEGER)

function scalar(shape: Shape): Facts {
  return { type: 'scalar', shapes: [shape], certain: true }
}

/** A vector of one series becomes a number, any other becomes "not a number". */
function onlyNumber(operand: Facts | undefined): Shape {
  const shapes = operand?.shapes ?? []
  const [first] = shapes
  if (first === undefined) return numberShape(exactly(Number.NaN))
  const alone = operand?.certain === true && shapes.length === 1 && first.labels.labels.size === 0
  const min = Math.min(...shapes.map(({ range }) => range.min))
  const max = Math.max(...shapes.map(({ range }) => range.max))
  const nan = !alone || first.range.nan
  const alike = shapes.every(
    ({ kind, growth, unit }) => kind === first.kind && growth === first.growth && unit === first.unit,
  )
  const made = { ...numberShape({ min, max, nan }), jobs: [...new Set(shapes.flatMap(({ jobs }) => jobs))] }
  return alike && !grows(first.kind)
    ? { ...made, kind: first.kind, unit: valueUnit(first) }
    : alike
      ? { ...made, kind: first.kind, growth: first.growth, unit: first.unit }
      : made
}

/** The labels that matchers with `=` name, each of them once. */
function absentLabels(arg: Expr | undefined): ReadonlyMap<string, LabelFact> {
  const labels = new Map<string, LabelFact>()
  const seen = new Set<string>()
  for (const { label, operator, value } of selectorMatchers(arg)) {
    if (label.text === '__name__') continue
    const values = operator === '=' && value.value !== '' && !seen.has(label.text) ? [value.value] : []
    setFact(labels, false, label.text, { certain: true, values })
    if (operator === '=') seen.add(label.text)
  }
  return labels
}

function selectorMatchers(arg: Expr | undefined): readonly Matcher[] {
  let node = arg
  while (node?.kind === 'parens') node = node.operand
  return node?.kind === 'vector' ? node.matchers : node?.kind === 'matrix' ? node.selector.matchers : []
}

function textOf(node: Expr): string | null {
  let inner = node
  while (inner.kind === 'parens') inner = inner.operand
  return inner.kind === 'string' ? inner.value : null
}

const rangeOfNumber = ({ shapes }: Facts): ValueRange => shapes[0]?.range ?? anyValue

function each(operand: Facts | undefined, change: (shape: Shape) => Shape, keepsCertainty = true): Facts {
  if (operand === undefined) return { type: 'instant', shapes: [], certain: false }
  return { type: 'instant', shapes: operand.shapes.map(change), certain: keepsCertainty && operand.certain }
}
