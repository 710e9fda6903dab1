import type { Expr } from '../promql/ast.ts'
import { kindOf, rangeOf } from '../promql/infer/facts.ts'
import type { Inference } from '../promql/infer/infer.ts'
import type { ValueRange } from '../promql/infer/value-range.ts'
import { type BadValues, badValuesOf } from './bad-values.ts'
import { colorFor, colorLimits, hasScale, isGreen, isRed } from './panel-color.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'
import { type Reading, readingsOf } from './readings.ts'
import type { PanelSubject, Subjects } from './subject.ts'

const colored: readonly string[] = ['stat', 'gauge', 'bargauge', 'state-timeline', 'status-history', 'table']

/** A panel is not green where something is bad: where an alert fires, or where something that is up or down is down. */
export const statColor: QueryCheck = {
  kind: 'query',
  id: 'stat-color',
  severity: 'error',
  run(subjects, world) {
    const seen = new Set<PanelSubject>()
    return readingsOf(subjects, world).all.flatMap((reading) => {
      const { subject } = reading
      if (subject.where !== 'panel' || subject.hidden || seen.has(subject.panel)) return []
      const { panel } = subject
      if (!colored.includes(panel.type) || panel.transformed) return []
      const fault = faultOf(reading, panel, subjects)
      if (fault === null) return []
      seen.add(panel)
      return [findingAbout(panel, { ...fault, severity: world.ours ? 'error' : 'warning' })]
    })
  },
}

interface Fault {
  readonly message: string
  readonly hint: string
}

function faultOf({ expr, inference, result }: Reading, panel: PanelSubject, subjects: Subjects): Fault | null {
  const known = badValuesOf(expr, subjects)
  const range = rangeOf(result)
  const wrong = known.find((bad) => worstOf(bad, panel, range).some((value) => isGreen(colorFor(value, panel))))
  if (wrong === undefined) {
    const isUpOrDown = isHealth(expr, inference) && !known.some((bad) => isBad(1, bad))
    return isUpOrDown ? healthFault(panel) : null
  }
  const { alert, operator, limit } = wrong
  return {
    message: `the panel "${panel.title}" is green where ${alert} fires: ${operator} ${limit}`,
    hint: 'Give the values at which the alert fires another colour.',
  }
}

function isBad(value: number, { operator, limit }: BadValues): boolean {
  switch (operator) {
    case '==':
      return value === limit
    case '!=':
      return value !== limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '<':
      return value < limit
    case '<=':
      return value <= limit
  }
}

/** The worst of the bad values that there can be; where the panel has but one colour, more and less say nothing in it. */
function worstOf(bad: BadValues, panel: PanelSubject, range: ValueRange | null): readonly number[] {
  const most = Math.max(...[...colorLimits(panel), bad.limit].map(Math.abs)) * 2 + 1
  const least = Math.max(panel.min ?? -most, range?.min ?? -most, -most)
  const greatest = Math.min(panel.max ?? most, range?.max ?? most, most)
  // A light that is on or off is all that is bad at any value but one.
  const ends = hasScale(panel) ? { high: [greatest], low: [least] } : { high: [], low: [] }
  const worst = { '==': [bad.limit], '!=': [0, 1], '>': ends.high, '>=': ends.high, '<': ends.low, '<=': ends.low }
  return worst[bad.operator].filter((value) => isBad(value, bad) && value >= least && value <= greatest)
}

function healthFault(panel: PanelSubject): Fault | null {
  const wrong = [
    ...(isGreen(colorFor(0, panel)) ? ['0, which is bad, is green'] : []),
    ...(isRed(colorFor(1, panel)) ? ['1, which is good, is red'] : []),
  ]
  if (wrong.length === 0) return null
  return {
    message: `the panel "${panel.title}" shows health in the wrong colours: ${wrong.join(', ')}`,
    hint: 'Begin with red, and turn green at 1.',
  }
}

/** Whether the value is 1 when all is well and 0 when not: `up` and what is chosen from it. */
function isHealth(expr: Expr, inference: Inference): boolean {
  switch (expr.kind) {
    case 'parens':
      return isHealth(expr.operand, inference)
    case 'aggregation':
      return ['min', 'max', 'avg'].includes(expr.operator) && isHealth(expr.operand, inference)
    case 'vector':
      return kindOf(inference.of(expr)) === 'boolean'
    case 'binary':
      return expr.operator === 'or' && isHealth(expr.left, inference) && isHealthOrZero(expr.right, inference)
    default:
      return false
  }
}

function isHealthOrZero(expr: Expr, inference: Inference): boolean {
  const isConstant = expr.kind === 'call' && expr.name.text === 'vector'
  return isConstant || isHealth(expr, inference)
}
