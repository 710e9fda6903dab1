import type { Binary } from '../promql/ast.ts'
import { type Facts, unitOf } from '../promql/infer/facts.ts'
import { unitInWords } from '../promql/infer/unit.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'

const alike = ['+', '-', '==', '!=', '>', '<', '>=', '<=']

/** Bytes are not added to seconds, nor compared with them. */
export const queryUnit: ReadingCheck = {
  kind: 'reading',
  id: 'query-unit',
  severity: 'error',
  inspect: ({ subject, binaries, inference }) =>
    findingsAmong(binaries, (node) => {
      if (!alike.includes(node.operator)) return null
      const left = measureOf(inference.of(node.left))
      const right = left === '' ? '' : measureOf(inference.of(node.right))
      if (right === '' || left === right) return null
      return findingAt(subject, node.operatorSpan, {
        message: faultOf(node, left, right),
        hint: 'Convert one side, or compare like with like.',
      })
    }),
}

/** Empty for numbers, for counts and for what is not known. */
function measureOf(facts: Facts): string {
  const unit = unitOf(facts)
  return unit === 'unknown' || unit === 'none' ? '' : unit
}

function faultOf({ operator }: Binary, left: string, right: string): string {
  return `\`${operator}\` between ${unitInWords(left)} and ${unitInWords(right)}`
}
