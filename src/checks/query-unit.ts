import type { Binary } from '../promql/ast.ts'
import { type Facts, unitOf } from '../promql/infer/facts.ts'
import { unitInWords } from '../promql/infer/unit.ts'
import { findingAt, type ReadingCheck } from './query-check.ts'

const alike = ['+', '-', '==', '!=', '>', '<', '>=', '<=']

/** Bytes are not added to seconds, nor compared with them. */
export const queryUnit: ReadingCheck = {
  kind: 'reading',
  id: 'query-unit',
  severity: 'error',
  inspect: ({ subject, binaries, inference }) =>
    binaries.flatMap((node) => {
      const [left, right] = [measureOf(inference.of(node.left)), measureOf(inference.of(node.right))]
      if (!alike.includes(node.operator) || left === '' || right === '' || left === right) return []
      return [
        findingAt(subject, node.operatorSpan, {
          message: faultOf(node, left, right),
          hint: 'Convert one side, or compare like with like.',
        }),
      ]
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
