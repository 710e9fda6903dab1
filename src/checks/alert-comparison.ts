import type { Expr } from '../promql/ast.ts'
import { findingAt, type QueryCheck } from './query-check.ts'
import { nameOf, type Reading, readingsOf } from './readings.ts'

/** An alert fires for every series that its query gives, so something has to choose among them. */
export const alertComparison: QueryCheck = {
  kind: 'query',
  id: 'alert-comparison',
  severity: 'warning',
  run(subjects, world) {
    const { all } = readingsOf(subjects, world)
    const filters = new Map<string, boolean>()
    for (const reading of all) {
      const { subject, expr } = reading
      if (subject.where === 'record')
        filters.set(subject.name, (filters.get(subject.name) ?? true) && chooses(expr, reading, filters))
    }
    return (
      all
        .filter(({ subject }) => subject.where === 'alert')
        // Strangers who ask for no series at all want an alert that always fires.
        .filter(({ selectors }) => world.ours || selectors.length > 0)
        .filter((reading) => !chooses(reading.expr, reading, filters))
        .map((reading) => findingAt(reading.subject, reading.expr, sayingOf(reading)))
    )
  },
}

function sayingOf({ subject, expr }: Reading) {
  const message = `${subject.name} fires for whatever its query gives: nothing compares`
  if (hasBool(expr)) return { message, hint: 'Leave out `bool`: with it, a comparison gives 0 instead of nothing.' }
  return { message, hint: 'Compare with the value from which on it is bad, as in `> 0`.' }
}

const filtering = new Set(['==', '!=', '>', '<', '>=', '<='])

/** Whether an expression leaves series out by what they are, or is empty while all is well. */
function chooses(expr: Expr, reading: Reading, recorded: ReadonlyMap<string, boolean>): boolean {
  const inner = (node: Expr): boolean => chooses(node, reading, recorded)
  switch (expr.kind) {
    case 'number':
    case 'string':
      return false
    case 'vector': {
      const name = nameOf(expr)
      // What is evaluated elsewhere may be empty there; of a pattern nobody knows.
      if (name === null || name.startsWith('ALERTS')) return true
      const known = recorded.get(name)
      if (known !== undefined) return known
      const { shapes } = reading.inference.of(expr)
      return name.includes(':') || shapes.some(({ vanishes }) => vanishes)
    }
    case 'matrix':
      return inner(expr.selector)
    case 'subquery':
    case 'parens':
    case 'unary':
      return inner(expr.operand)
    case 'aggregation':
      // Who asks for groups asks whether they are there.
      return expr.operator === 'group' || inner(expr.operand)
    case 'call':
      return callChooses(expr.name.text, expr.args, inner)
    case 'binary': {
      const { operator, bool, left, right } = expr
      if (filtering.has(operator) && bool === null) return true
      if (operator === 'unless') return true
      return operator === 'or' ? inner(left) && inner(right) : inner(left) || inner(right)
    }
  }
}

function callChooses(name: string, args: readonly Expr[], inner: (node: Expr) => boolean): boolean {
  if (name === 'absent' || name === 'absent_over_time') return true
  if (name === 'scalar' || name === 'vector' || name === 'time') return false
  return args.some(inner)
}

function hasBool(expr: Expr): boolean {
  if (expr.kind === 'parens') return hasBool(expr.operand)
  return expr.kind === 'binary' && (expr.bool !== null || hasBool(expr.left) || hasBool(expr.right))
}
