import type { Binary, Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import { type Facts, growthOf, kindOf, rangeOf } from '../promql/infer/facts.ts'
import { grows } from '../promql/infer/shape.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import { type Reading, withoutParens } from './readings.ts'

/** An alert on little or nothing happening has series to look at when nothing happens. */
export const queryIdle: ReadingCheck = {
  kind: 'reading',
  id: 'query-idle',
  severity: 'warning',
  inspect(reading, world) {
    if (reading.subject.where !== 'alert') return []
    return findingsAmong(reading.binaries, (node) => {
      const fault = vanished(node, reading) ?? zeroByZero(node, reading)
      if (fault === null) return null
      if (!world.ours && node.operator === '/' && isRightlySilent(node, reading.expr)) return null
      return findingAt(reading.subject, fault.span, fault)
    })
  },
}

/** `== 0`, `< n`: true of nothing, and of nothing there is no series. */
function vanished(node: Binary, { inference }: Reading) {
  const asksForLittle = node.operator === '<' || node.operator === '<=' || (node.operator === '==' && isZero(node))
  if (!asksForLittle) return null
  const facts = inference.of(node.left)
  if (facts.certain || !facts.shapes.some(({ vanishes }) => vanishes)) return null
  return {
    span: node.operatorSpan,
    message: 'the series vanish while the system is idle, and what is absent is not compared',
    hint: 'Add `or vector(0)`, or ask with absent(); or allow it with a reason.',
  }
}

function isZero({ right }: Binary): boolean {
  const number = withoutParens(right)
  return number.kind === 'number' && number.value === 0
}

/** An idle system divides nothing by nothing, and no comparison holds for the result. */
function zeroByZero(node: Binary, { inference }: Reading) {
  if (node.operator !== '/') return null
  if (!restsWhenIdle(inference.of(node.left)) || !restsWhenIdle(inference.of(node.right))) return null
  const divisor = withoutParens(node.right)
  if (divisor.kind === 'binary' && divisor.operator === '>') return null
  return {
    span: node.operatorSpan,
    message: 'in an idle system this is 0/0, for which no comparison holds',
    hint: 'Divide by what is above zero only: (… > 0); or allow it with a reason.',
  }
}

/** What grows rests where nothing happens; a size or a limit is what it is. */
function restsWhenIdle(facts: Facts): boolean {
  const range = rangeOf(facts)
  const isGrowth = growthOf(facts) !== 'raw' || grows(kindOf(facts))
  return isGrowth && range !== null && range.min === 0 && range.max > 0
}

/** Whether too much is asked for, of each series alone: where nothing happens, it is not too much. */
function isRightlySilent(division: Binary, within: Expr): boolean {
  const asked = pathTo(division, within).find((node) => isComparison(node) || isSpoiled(node))
  return asked?.kind === 'binary' && asked.operator.startsWith('>')
}

/** The nodes around a node, innermost first. */
function pathTo(node: Expr, within: Expr): readonly Expr[] {
  if (within === node) return []
  const child = childrenOf(within).find((one) => one.from <= node.from && node.to <= one.to)
  return child === undefined ? [] : [...pathTo(node, child), within]
}

const isComparison = (node: Expr) => node.kind === 'binary' && /^[=!<>]/.test(node.operator)

/** One series that is no number makes the whole result none. */
const isSpoiled = (node: Expr) => node.kind === 'aggregation' && /^(sum|avg|stddev|stdvar)$/.test(node.operator)
