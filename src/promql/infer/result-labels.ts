import type { Binary, Matching } from '../ast.ts'
import { isComparison } from '../operators.ts'
import { absentLabel, factIn, type LabelFact, type LabelSet, type Presence, setFact } from './label-set.ts'

/** The labels of the result for series that meet, of an operator that is no set operator. */
export function resultLabels(
  node: Binary,
  left: LabelSet,
  right: LabelSet,
  met: ReadonlyMap<string, LabelFact>,
): LabelSet {
  const { matching } = node
  const keepsName = keepsNameOf(node) !== 'impossible'
  const group = matching?.group ?? null
  if (group !== null) {
    const [many, one] = group.side === 'left' ? [left, right] : [right, left]
    const labels = narrowed(many, met)
    renamed(labels, node)
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
  renamed(labels, node)
  return { labels, others }
}

/** Whether the name of the metric stays: a filter leaves it. Prometheus 2 forgets to drop it for `atan2`. */
function keepsNameOf({ operator, bool }: Binary): Presence {
  if (operator === 'atan2') return 'possible'
  return isComparison(operator) && bool === null ? 'certain' : 'impossible'
}

/** The labels of what has no matching: those of the series itself, the name only where it stays. */
export function namedLabels(set: LabelSet, node: Binary): LabelSet {
  if (keepsNameOf(node) === 'certain') return set
  const labels = new Map(set.labels)
  renamed(labels, node)
  return { labels, others: set.others }
}

function renamed(labels: Map<string, LabelFact>, node: Binary): void {
  const keeps = keepsNameOf(node)
  const name = labels.get('__name__')
  if (keeps === 'impossible') labels.delete('__name__')
  else if (keeps === 'possible' && name !== undefined) labels.set('__name__', { certain: false, values: name.values })
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
