import type { Call, Expr, VectorSelector } from '../../promql/ast.ts'
import { goPattern } from '../../promql/go-pattern.ts'
import { aggregate } from './aggregate.ts'
import { combine } from './combine.ts'
import { histogramQuantile } from './histogram-quantile.ts'
import { rangeFunctions } from './range-functions.ts'
import { isMatch, type SampleStore } from './sample-store.ts'
import { type Element, keyOf, NotEvaluated, type Value, without } from './vector.ts'

/** What expressions are evaluated on. */
export interface World {
  readonly store: SampleStore
  /** Expressions of recording rules; at the times of evaluation each gives what its expression gives. */
  readonly recorded: ReadonlyMap<string, Expr>
}

/**
 * What an expression gives at a time. It serves to find the boundary of an alert and to say which branches cases reach;
 * whether an alert fires is for promtool to say.
 *
 * @param time - milliseconds from the begin of the case, on the grid of evaluations.
 * @throws NotEvaluated for the rarer parts of the language.
 */
export function evaluate(expr: Expr, time: number, world: World): Value {
  switch (expr.kind) {
    case 'number':
      return expr.value
    case 'parens':
      return evaluate(expr.operand, time, world)
    case 'unary': {
      const value = evaluate(expr.operand, time, world)
      return expr.operator === '+' ? value : mapValue(value, (one) => -one)
    }
    case 'vector':
      return select(expr, time, world)
    case 'aggregation': {
      const param = expr.param === null ? null : evaluate(expr.param, time, world)
      if (param !== null && typeof param !== 'number') throw new NotEvaluated(`${expr.operator} is not evaluated`)
      return aggregate(expr, evaluateVector(expr.operand, time, world), param)
    }
    case 'binary':
      return combine(expr, evaluate(expr.left, time, world), evaluate(expr.right, time, world))
    case 'call':
      return call(expr, time, world)
    default:
      throw new NotEvaluated(`a ${expr.kind} is not evaluated`)
  }
}

/** As `evaluate`, for an expression that gives series. */
export function evaluateVector(expr: Expr, time: number, world: World): readonly Element[] {
  const value = evaluate(expr, time, world)
  if (typeof value === 'number') throw new NotEvaluated('a number in place of series')
  return value
}

function select(selector: VectorSelector, time: number, world: World): readonly Element[] {
  const { name, offset, at } = selector
  if (at !== null) throw new NotEvaluated('@ is not evaluated')
  const then = time - (offset?.milliseconds ?? 0)
  const rule = name === null ? undefined : world.recorded.get(name.text)
  if (rule === undefined || name === null) return world.store.at(selector, then)
  return evaluateVector(rule, then, world).flatMap(({ labels, value }) => {
    const named = { ...labels, __name__: name.text }
    return isMatch(selector, named) ? [{ labels: named, value }] : []
  })
}

const simple: ReadonlyMap<string, (value: number, ...params: readonly number[]) => number> = new Map<
  string,
  (value: number, ...params: readonly number[]) => number
>([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['sgn', Math.sign],
  ['sqrt', Math.sqrt],
  ['clamp_max', (value, most = 0) => Math.min(value, most)],
  ['clamp_min', (value, least = 0) => Math.max(value, least)],
  ['clamp', (value, least = 0, most = 0) => Math.min(Math.max(value, least), most)],
])

function call({ name, args }: Call, time: number, world: World): Value {
  const [first, ...rest] = args
  if (name.text === 'time') return time / 1000
  if (first === undefined) throw new NotEvaluated(`${name.text} is not evaluated`)
  const numbers = () => rest.map((arg) => numberOf(evaluate(arg, time, world)))
  const plain = simple.get(name.text)
  if (plain !== undefined) {
    const params = numbers()
    return mapValue(evaluate(first, time, world), (value) => plain(value, ...params))
  }
  if (rangeFunctions.has(name.text)) return callRange(name.text, first, time, world)
  switch (name.text) {
    case 'vector':
      return [{ labels: {}, value: numberOf(evaluate(first, time, world)) }]
    case 'scalar': {
      const found = evaluateVector(first, time, world)
      return found.length === 1 ? (found[0]?.value ?? Number.NaN) : Number.NaN
    }
    case 'absent':
      return evaluateVector(first, time, world).length > 0 ? [] : [{ labels: labelsOfAbsent(first), value: 1 }]
    case 'histogram_quantile': {
      const [buckets] = rest
      if (buckets === undefined) break
      return histogramQuantile(numberOf(evaluate(first, time, world)), evaluateVector(buckets, time, world))
    }
    case 'label_replace':
      return replaceLabel(evaluateVector(first, time, world), rest)
  }
  throw new NotEvaluated(`${name.text} is not evaluated`)
}

function callRange(name: string, arg: Expr, time: number, { store, recorded }: World): readonly Element[] {
  const apply = rangeFunctions.get(name)
  if (arg.kind !== 'matrix' || arg.at !== null || apply === undefined)
    throw new NotEvaluated(`${name} of a subquery is not evaluated`)
  if (arg.selector.name !== null && recorded.has(arg.selector.name.text))
    throw new NotEvaluated('a range of a recording rule is not evaluated')
  const to = time - (arg.offset?.milliseconds ?? 0)
  return store.within(arg.selector, to, arg.range.milliseconds).flatMap((window) => {
    const value = apply(window, { from: to - arg.range.milliseconds, to })
    return value === null ? [] : [{ labels: without(window.labels, ['__name__']), value }]
  })
}

function labelsOfAbsent(arg: Expr): Element['labels'] {
  if (arg.kind !== 'vector') return {}
  return Object.fromEntries(
    arg.matchers.flatMap(({ label, operator, value }) => (operator === '=' ? [[label.text, value.value]] : [])),
  )
}

function replaceLabel(elements: readonly Element[], args: readonly Expr[]): readonly Element[] {
  const [target = '', replacement = '', source = '', pattern = ''] = args.map((arg) =>
    arg.kind === 'string' ? arg.value : '',
  )
  return elements.map(({ labels, value }) => {
    const text = goPattern(pattern).expand(replacement, labels[source] ?? '')
    if (text === null) return { labels, value }
    return { labels: text === '' ? without(labels, [target]) : { ...labels, [target]: text }, value }
  })
}

function mapValue(value: Value, change: (one: number) => number): Value {
  if (typeof value === 'number') return change(value)
  return value.map((one) => ({ labels: without(one.labels, ['__name__']), value: change(one.value) }))
}

function numberOf(value: Value): number {
  if (typeof value === 'number') return value
  throw new NotEvaluated('series in place of a number')
}

/** Labels without the name, as text: what tells the series of an alert apart. */
export function identityOf({ labels }: Element): string {
  return keyOf(without(labels, ['__name__']))
}
