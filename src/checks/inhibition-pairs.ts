import type { Inhibition } from '../model/model.ts'
import { matching, notMatching } from '../model/routing/narrow-labels.ts'
import { factIn, type LabelFact, type LabelSet } from '../promql/infer/label-set.ts'
import type { PossibleAlert } from './alert-labels.ts'

/** Whether one alert can silence another. */
export function canInhibit({ source, target, equal }: Inhibition, one: PossibleAlert, other: PossibleAlert): boolean {
  const silencing = matching(one.labels, source)
  const silenced = matching(other.labels, target)
  if (silencing === null || silenced === null) return false
  return (
    isPair({ source, target }, silencing, silenced) &&
    equal.every(
      (label) =>
        canAgree(factIn(silencing, label), factIn(silenced, label)) &&
        canBeSame(one.alert.labels[label], other.alert.labels[label]),
    )
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

/** Whether two templates of labels can give the same text: what stands around their braces must not differ. */
function canBeSame(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return true
  const before = aroundBraces(one)
  const after = aroundBraces(other)
  return (
    (before.start.startsWith(after.start) || after.start.startsWith(before.start)) &&
    (before.end.endsWith(after.end) || after.end.endsWith(before.end))
  )
}

function aroundBraces(template: string): { readonly start: string; readonly end: string } {
  const [start = ''] = template.split('{{', 1)
  const [end = ''] = template.split('}}').slice(-1)
  return { start, end }
}
