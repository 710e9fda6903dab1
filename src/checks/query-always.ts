import type { Expr } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import { withoutParens } from './readings.ts'

/** A comparison that every value meets decides nothing; in an alert it fires always. */
export const queryAlways: ReadingCheck = {
  kind: 'reading',
  id: 'query-always',
  severity: 'warning',
  inspect: ({ subject, expr, inference, binaries }) =>
    findingsAmong(binaries, (node) => {
      if (node.bool !== null || inference.verdictOf(node) !== 'always' || mayBeEmpty(node.left)) return null
      const decides = subject.where === 'alert' && withoutParens(expr) === node
      return findingAt(subject, node, {
        message: decides
          ? `${subject.name} fires always: every value meets the comparison`
          : 'every value meets this comparison',
        hint: 'Choose a threshold that splits the values that can occur, or leave the comparison out.',
        severity: decides ? 'error' : 'warning',
      })
    }),
}

/** `count(x < 1) > 0` holds for every value too, but something else decides whether there is one. */
function mayBeEmpty(node: Expr): boolean {
  if (node.kind === 'binary') {
    if (filters.includes(node.operator) && node.bool === null) return true
    if (node.operator === 'or') return mayBeEmpty(node.left) && mayBeEmpty(node.right)
  }
  if (node.kind === 'call' && absences.includes(node.name.text)) return true
  return childrenOf(node).some(mayBeEmpty)
}

const filters: readonly string[] = ['==', '!=', '>', '<', '>=', '<=', 'and', 'unless']
const absences: readonly string[] = ['absent', 'absent_over_time']
