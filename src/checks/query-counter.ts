import type { Binary, Call, Expr, Span } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import { growthOf, kindOf, unitOf } from '../promql/infer/facts.ts'
import { grows } from '../promql/infer/shape.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import { type Reading, withoutParens } from './readings.ts'

const ofCounters = ['rate', 'irate', 'increase']
const ofGauges = ['deriv', 'delta', 'idelta', 'predict_linear']
const averages = ['avg', 'avg_over_time', 'stddev', 'stddev_over_time', 'stdvar', 'stdvar_over_time']
const comparisons = ['==', '!=', '>', '<', '>=', '<=']

/** Counters are read by their growth, gauges by their value. */
export const queryCounter: ReadingCheck = {
  kind: 'reading',
  id: 'query-counter',
  severity: 'error',
  inspect: (reading, { mode }) =>
    findingsAmong(reading.parts, (node) => {
      const fault = faultOf(node, reading)
      return fault === null ? null : findingAt(reading.subject, fault.span, mode === 'open' ? asGuess(fault) : fault)
    }),
}

interface Fault {
  readonly span: Span
  readonly message: string
  readonly hint: string
}

/** Without a catalog only its name tells of a counter, and there are gauges that end in `_total`. */
function asGuess(fault: Fault) {
  const message = fault.message.replace('a counter', 'what its name calls a counter')
  return message === fault.message ? fault : { ...fault, message, severity: 'warning' as const }
}

function faultOf(node: Expr, reading: Reading): Fault | null {
  if (node.kind === 'call') return callFault(node, reading)
  if (node.kind === 'aggregation' && averages.includes(node.operator) && isRawCounter(node.operand, reading))
    return averaged(node.operator, node.operatorSpan)
  if (node.kind === 'binary' && comparisons.includes(node.operator)) return comparisonFault(node, reading)
  return null
}

function callFault({ name, args }: Call, reading: Reading): Fault | null {
  const [arg] = args
  if (arg === undefined) return null
  const facts = reading.inference.of(arg)
  const kind = kindOf(facts)
  const isCounter = grows(kind)
  if (ofCounters.includes(name.text)) {
    if (kind !== 'unknown' && !isCounter)
      return {
        span: name,
        message: `${name.text}() of a ${kind === 'quantile' ? 'quantile' : 'gauge'}: each fall counts as a reset`,
        hint: 'Use deriv() or delta() for a gauge.',
      }
    const inner = arg.kind === 'subquery' ? withoutParens(arg.operand) : null
    if (inner?.kind === 'aggregation' && isCounter)
      return {
        span: name,
        message: `${name.text}() after ${inner.operator}(): a reset of one series looks like a reset of all`,
        hint: `Aggregate the rates: ${inner.operator}(${name.text}(…)).`,
      }
  }
  if (isCounter && ofGauges.includes(name.text) && growthOf(facts) === 'raw')
    return {
      span: name,
      message: `${name.text}() of a counter: a restart looks like a fall`,
      hint: 'Use rate() or increase() for a counter.',
    }
  return averages.includes(name.text) && isRawCounter(arg, reading) ? averaged(name.text, name) : null
}

function averaged(operator: string, span: Span): Fault {
  return {
    span,
    message: `${operator} of a counter says how long its processes have run`,
    hint: 'Take rate() or increase() of it first.',
  }
}

/** Whether there was any at all since the start is a question that a counter answers. */
function comparisonFault({ operator, left, right, operatorSpan }: Binary, reading: Reading): Fault | null {
  const number = withoutParens(right)
  if (number.kind !== 'number' || number.value === 0 || !isRawCounter(left, reading)) return null
  if (operator.startsWith('<') && countsTime(left, reading)) return null
  return {
    span: operatorSpan,
    message: 'compared with a number, a counter stays past it until a restart',
    hint: 'Compare its growth: increase(…[1h]), rate(…[5m]).',
  }
}

function isRawCounter(node: Expr, { inference }: Reading): boolean {
  const facts = inference.of(node)
  return grows(kindOf(facts)) && growthOf(facts) === 'raw'
}

/** A time since the start that is still short tells of a restart. */
function countsTime(node: Expr, reading: Reading): boolean {
  if (node.kind === 'vector') return unitOf(reading.inference.of(node)) === 'seconds'
  const children = childrenOf(node).filter(({ kind }) => kind !== 'number')
  return children.length > 0 && children.every((child) => countsTime(child, reading))
}
