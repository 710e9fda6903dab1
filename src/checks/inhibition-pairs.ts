import type { Inhibition } from '../model/model.ts'
import { factIn, type LabelFact, type LabelSet } from '../promql/infer/label-set.ts'
import { matching, notMatching } from './alert-labels.ts'

/** Whether an alert with the labels of `source` can silence one with those of `target`. */
export function canInhibit({ source, target, equal }: Inhibition, one: LabelSet, other: LabelSet): boolean {
  const silencing = matching(one, source)
  const silenced = matching(other, target)
  if (silencing === null || silenced === null) return false
  return (
    isPair({ source, target }, silencing, silenced) &&
    equal.every((label) => canAgree(factIn(silencing, label), factIn(silenced, label)))
  )
}

/** Alertmanager lets no alert that is both source and target be silenced by another that is both. */
export function isPair(
  { source, target }: Pick<Inhibition, 'source' | 'target'>,
  silencing: LabelSet,
  silenced: LabelSet,
): boolean {
  return notMatching(silencing, target) !== null || notMatching(silenced, source) !== null
}

/** Whether two labels can be the same; absent on both sides is the same. */
export function canAgree(a: LabelFact, b: LabelFact): boolean {
  if (!a.certain && !b.certain) return true
  if (a.values === null || b.values === null) return a.values?.length !== 0 && b.values?.length !== 0
  return a.values.some((value) => b.values?.includes(value))
}
