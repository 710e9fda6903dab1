import { suggestHint } from '../errors/suggest.ts'
import type { Binary, Name } from '../promql/ast.ts'
import { type Facts, hasOtherLabels, labelsOf, presenceOf } from '../promql/infer/facts.ts'
import type { Finding } from './check.ts'
import { bothFindings, findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import { isReplaced, type Reading } from './readings.ts'
import type { QuerySubject } from './subject.ts'

/** Labels that an aggregation or a match names are there. */
export const queryGrouping: ReadingCheck = {
  kind: 'reading',
  id: 'query-grouping',
  severity: 'warning',
  inspect(reading) {
    const inMatching = reading.binaries.flatMap((node) => ofMatching(node, reading))
    return bothFindings(ofAggregations(reading), inMatching)
  },
}

function ofAggregations({ subject, aggregations, inference }: Reading): readonly Finding[] {
  return aggregations.flatMap(({ operator, grouping, operand }) => {
    if (grouping === null) return []
    const facts = inference.of(operand)
    return findingsAmong(grouping.labels, (label) =>
      lacks(facts, label) ? missing(subject, label, `${operator} ${grouping.kind}`, facts) : null,
    )
  })
}

function ofMatching({ matching, left, right }: Binary, { subject, inference }: Reading): readonly Finding[] {
  if (matching === null) return []
  const { kind, labels, group } = matching
  const [before, after] = [inference.of(left), inference.of(right)]
  const matched = findingsAmong(labels, (label) =>
    lacks(before, label) && lacks(after, label) ? missing(subject, label, kind, before) : null,
  )
  if (group === null) return matched
  const single = group.side === 'left' ? after : before
  const taken = findingsAmong(group.labels, (label) =>
    lacks(single, label) ? missing(subject, label, `group_${group.side}`, single) : null,
  )
  return bothFindings(matched, taken)
}

function lacks(facts: Facts, label: Name): boolean {
  return facts.shapes.length > 0 && presenceOf(facts, label.text) === 'impossible'
}

function missing(subject: QuerySubject, label: Name, what: string, facts: Facts): Finding | null {
  if (isReplaced(subject, label)) return null
  return findingAt(subject, label, {
    message: `${what} ${label.text}, a label that is not there`,
    hint: hasOtherLabels(facts) ? '' : suggestHint(label.text, labelsOf(facts)),
  })
}
