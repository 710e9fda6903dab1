import type { Binary, Matching } from '../ast.ts'
import { isComparison } from '../operators.ts'
import { absentLabel, factIn, type LabelFact, type LabelSet, setFact } from './label-set.ts'

/** The labels of the result for series that meet, of an operator that is no set operator. */
export function resultLabels(
  node: Binary,
  left: LabelSet,
  right: LabelSet,
  met: ReadonlyMap<string, LabelFact>,
): LabelSet {
  const { matching, operator, bool } = node
  const keepsName = isComparison(operator) && bool === null
  const group = matching?.group ?? null
  if (group !== null) {
    const [many, one] = group.side === 'left' ? [left, right] : [right, left]
    const labels = narrowed(many, met)
    if (!keepsName) labels.delete('__name__')
    for (const { text } of group.labels) setFact(labels, many.others, text, met.get(text) ?? factIn(one, text))
    return { labels, others: many.others && othersAfter(many, one, matching) }
  }
  if (matching?.kind === 'on') {
    const labels = new Map<string, LabelFact>()
    for (const [name, fact] of met) if (keepsName || name !== '__name__') setFact(labels, false, name, fact)
    return { labels, others: false }
  }
  const others = left.others && right.others
  const labels = narrowed(left, met, others)
  for (const { text } of matching?.labels ?? []) setFact(labels, others, text, absentLabel)
  if (!keepsName) labels.delete('__name__')
  return { labels, others }
}

/** The labels of series that have met one of the other side, with what that tells of them. */
export function narrowed(
  set: LabelSet,
  met: ReadonlyMap<string, LabelFact>,
  others = set.others,
): Map<string, LabelFact> {
  const labels = new Map<string, LabelFact>()
  for (const [name, fact] of set.labels) if (!met.has(name)) setFact(labels, others, name, fact)
  for (const [name, fact] of met) setFact(labels, others, name, fact)
  return labels
}

/** Whether labels that nobody has named can be left: those that the other side cannot have either are not. */
export function othersAfter(own: LabelSet, other: LabelSet, matching: Matching | null): boolean {
  return own.others && (other.others || matching?.kind === 'on' || (matching?.labels.length ?? 0) > 0)
}
