import { suggestHint } from '../errors/suggest.ts'
import type { Expr, Name } from '../promql/ast.ts'
import { type Facts, hasOtherLabels, labelsOf, presenceOf } from '../promql/infer/facts.ts'
import { findingAt, type ReadingCheck } from './query-check.ts'
import { isReplaced, type Reading } from './readings.ts'

/** Labels that an aggregation or a match names are there. */
export const queryGrouping: ReadingCheck = {
  kind: 'reading',
  id: 'query-grouping',
  severity: 'warning',
  inspect: (reading) =>
    reading.parts.flatMap((node) =>
      missingLabels(node, reading)
        .filter(({ label }) => !isReplaced(reading.subject, label))
        .map(({ label, what, facts }) =>
          findingAt(reading.subject, label, {
            message: `${what} ${label.text}, a label that is not there`,
            hint: hasOtherLabels(facts) ? '' : suggestHint(label.text, labelsOf(facts)),
          }),
        ),
    ),
}

interface Missing {
  readonly label: Name
  readonly what: string
  readonly facts: Facts
}

function missingLabels(node: Expr, { inference }: Reading): readonly Missing[] {
  const lacks = (facts: Facts, label: Name) => facts.shapes.length > 0 && presenceOf(facts, label.text) === 'impossible'
  if (node.kind === 'aggregation') {
    const facts = inference.of(node.operand)
    const what = `${node.operator} ${node.grouping?.kind ?? 'by'}`
    return (node.grouping?.labels ?? []).filter((label) => lacks(facts, label)).map((label) => ({ label, what, facts }))
  }
  if (node.kind !== 'binary' || node.matching === null) return []
  const { kind, labels, group } = node.matching
  const left = inference.of(node.left)
  const right = inference.of(node.right)
  const matched = labels
    .filter((label) => lacks(left, label) && lacks(right, label))
    .map((label) => ({ label, what: kind, facts: left }))
  if (group === null) return matched
  const single = group.side === 'left' ? right : left
  const taken = group.labels
    .filter((label) => lacks(single, label))
    .map((label) => ({ label, what: `group_${group.side}`, facts: single }))
  return [...matched, ...taken]
}
