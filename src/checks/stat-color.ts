import type { Expr } from '../promql/ast.ts'
import { kindOf } from '../promql/infer/facts.ts'
import type { Inference } from '../promql/infer/infer.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'
import { readingsOf } from './readings.ts'
import type { PanelSubject } from './subject.ts'

const colored: readonly string[] = ['stat', 'gauge', 'bargauge', 'state-timeline', 'status-history', 'table']

/** A panel that shows whether something is up is not green when it is down. */
export const statColor: QueryCheck = {
  kind: 'query',
  id: 'stat-color',
  severity: 'error',
  run(subjects, world) {
    const seen = new Set<PanelSubject>()
    return readingsOf(subjects, world).all.flatMap(({ subject, expr, inference }) => {
      if (subject.where !== 'panel' || subject.hidden || seen.has(subject.panel)) return []
      const { panel } = subject
      if (!colored.includes(panel.type) || panel.transformed || !isHealth(expr, inference)) return []
      const wrong = [
        ...(isGreen(colorFor(0, panel)) ? ['0, which is bad, is green'] : []),
        ...(isRed(colorFor(1, panel)) ? ['1, which is good, is red'] : []),
      ]
      if (wrong.length === 0) return []
      seen.add(panel)
      return [
        findingAbout(panel, {
          severity: world.ours ? 'error' : 'warning',
          message: `the panel "${panel.title}" shows health in the wrong colours: ${wrong.join(', ')}`,
          hint: 'Begin with red, and turn green at 1.',
        }),
      ]
    })
  },
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

/** The colour of a value; empty when it is not known. */
function colorFor(value: number, { mappings, thresholds }: PanelSubject): string {
  const mapped = mappings.find(({ match }) =>
    typeof match === 'string'
      ? match === String(value)
      : (match.from ?? Number.NEGATIVE_INFINITY) <= value && value <= (match.to ?? Number.POSITIVE_INFINITY),
  )
  if (mapped?.color !== undefined) return mapped.color
  return thresholds.filter((step) => step.value === null || step.value <= value).at(-1)?.color ?? ''
}

const isGreen = (color: string): boolean => /green/.test(color) || ['#299c46', '#73BF69', '#56A64B'].includes(color)
const isRed = (color: string): boolean => /red/.test(color) || ['#d44a3a', '#F2495C', '#E02F44'].includes(color)
