import type { Binary } from '../promql/ast.ts'
import { jobsOf } from '../promql/infer/facts.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import type { Reading } from './readings.ts'

/** The sides of an operator have labels on which they can meet. */
export const queryMatch: ReadingCheck = {
  kind: 'reading',
  id: 'query-match',
  severity: 'error',
  inspect: (reading) =>
    findingsAmong(reading.binaries, (node) => {
      const fault = faultOf(node, reading)
      return fault === null ? null : findingAt(reading.subject, node.matching ?? node.operatorSpan, fault)
    }),
}

function faultOf(node: Binary, { inference }: Reading) {
  const match = inference.matchOf(node)
  if (match === null || match.possible || match.conflicts.length === 0) return null
  const labels = match.conflicts.join(', ')
  // Without a common value of `or`, each side is kept; nothing is lost.
  if (node.operator === 'or') return null
  const left = jobsOf(inference.of(node.left))
  const right = jobsOf(inference.of(node.right))
  const apart = left.length > 0 && right.length > 0 && left.every((job) => !right.includes(job))
  const targets = apart ? `; the sides live on different targets (${left.join(', ')} and ${right.join(', ')})` : ''
  return {
    message: `the sides of \`${node.operator}\` can never match: they cannot agree on ${labels}${targets}`,
    hint: 'Aggregate both sides to the same labels, or say which labels count: on (…), ignoring (…).',
  }
}
