import type { Model } from '../model/model.ts'
import type { Binary, Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import { divideUnits, multiplyUnits, sameUnit, type Unit } from '../promql/infer/unit.ts'
import { parsePromql } from '../promql/parse.ts'

/** The unit of Grafana that fits what a query measures; empty where it is not known. */
export function watchedUnit(query: string, model: Model): string {
  const { node } = parsePromql(query)
  return node === null ? '' : (shown[unitOf(node, model, new Set())] ?? '')
}

const shown: Readonly<Record<Unit, string>> = {
  seconds: 's',
  bytes: 'bytes',
  ratio: 'percentunit',
  celsius: 'celsius',
  volts: 'volt',
  'bytes/seconds': 'Bps',
  '1/seconds': 'ops',
}

/** @param seen - recording rules on the way here; a rule may name itself. */
function unitOf(node: Expr, model: Model, seen: ReadonlySet<string>): Unit {
  switch (node.kind) {
    case 'vector':
      return node.name === null ? 'unknown' : unitOfSeries(node.name.text, model, seen)
    case 'matrix':
      return unitOf(node.selector, model, seen)
    case 'subquery':
    case 'parens':
    case 'unary':
      return unitOf(node.operand, model, seen)
    case 'binary':
      return unitOfBinary(node, model, seen)
    case 'aggregation':
      return ['count', 'group', 'count_values'].includes(node.operator) ? 'none' : unitOf(node.operand, model, seen)
    case 'call': {
      const name = node.name.text
      if (name === 'time' || name === 'timestamp') return 'seconds'
      if (counting.includes(name)) return 'none'
      // Buckets count; a quantile of them is one of what is observed.
      if (name === 'histogram_quantile') return unitOfObserved(node, model, seen)
      const unit = node.args.map((arg) => unitOf(arg, model, seen)).findLast((one) => one !== 'none') ?? 'none'
      return perSecond.includes(name) ? divideUnits(unit, 'seconds') : keeping.test(name) ? unit : 'unknown'
    }
    default:
      return 'none'
  }
}
const counting = ['count_over_time', 'changes', 'resets', 'absent', 'absent_over_time', 'present_over_time', 'sgn']
const perSecond = ['rate', 'irate', 'deriv']
/** Functions whose results measure what they are given. */
const keeping =
  /_over_time$|^(abs|ceil|floor|round|clamp|clamp_min|clamp_max|increase|delta|idelta|predict_linear|last|scalar|vector|sort|sort_desc|label_replace|label_join)$/

function unitOfObserved(node: Expr, model: Model, seen: ReadonlySet<string>): Unit {
  if (node.kind === 'vector') return unitOf(node, model, seen)
  const units = childrenOf(node).map((child) => unitOfObserved(child, model, seen))
  return units.find((unit) => unit !== 'none') ?? 'none'
}

function unitOfBinary({ operator, left, right }: Binary, model: Model, seen: ReadonlySet<string>): Unit {
  const [one, other] = [unitOf(left, model, seen), unitOf(right, model, seen)]
  if (operator === '*') return multiplyUnits(one, other)
  if (operator === '/') return divideUnits(one, other)
  if (operator === '+' || operator === '-' || operator === 'or')
    return left.kind === 'number' ? other : right.kind === 'number' ? one : sameUnit(one, other)
  return operator === '^' || operator === 'atan2' ? 'unknown' : one
}

function unitOfSeries(name: string, model: Model, seen: ReadonlySet<string>): Unit {
  const series = model.catalog.seriesNamed(name)
  if (series !== null) return series.suffix === 'count' ? 'none' : series.family.unit
  const record = model.ruleFiles
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
    .find((rule) => rule.kind === 'record' && rule.name === name)
  const node = record === undefined || seen.has(name) ? null : parsePromql(record.expr.text).node
  return node === null ? 'unknown' : unitOf(node, model, new Set([...seen, name]))
}
