import { formatMatcher } from '../model/matcher.ts'
import type { Inhibition, Matcher } from '../model/model.ts'
import { matching } from '../model/routing/narrow-labels.ts'
import { factIn, type LabelSet, presenceIn } from '../promql/infer/label-set.ts'
import { type PossibleAlert, possibleAlerts } from './alert-labels.ts'
import type { Finding } from './check.ts'
import { canAgree, isPair } from './inhibition-pairs.ts'
import type { QueryCheck } from './query-check.ts'

/** An inhibition that silences nothing, whatever fires. */
export const inhibitionNever: QueryCheck = {
  kind: 'query',
  id: 'inhibition-never',
  severity: 'error',
  run(subjects, world) {
    const alerts = possibleAlerts(subjects, world)
    if (world.alertmanager === null || alerts.length === 0) return []
    return world.alertmanager.inhibitions.flatMap((inhibition): readonly Finding[] => {
      const fault = faultOf(inhibition, alerts)
      const { place, allow } = inhibition
      return fault === null ? [] : [{ ...fault, path: 'notify.inhibitions', place, allow }]
    })
  },
}

function faultOf({ source, target, equal }: Inhibition, alerts: readonly PossibleAlert[]) {
  const sources = thoseMatching(source, alerts)
  const targets = thoseMatching(target, alerts)
  if (sources.length === 0) return unmet('source', source)
  if (targets.length === 0) return unmet('target', target)
  const pairs = sources.flatMap((one) =>
    targets.filter((other) => isPair({ source, target }, one, other)).map((other) => [one, other] as const),
  )
  if (pairs.length === 0)
    return {
      message: 'the inhibition never applies: all its sources are its targets as well',
      hint: 'Exclude the source from the target.',
    }
  if (!pairs.some(([one, other]) => equal.every((label) => canAgree(factIn(one, label), factIn(other, label))))) {
    const apart = equal.filter((label) => !pairs.some(([a, b]) => canAgree(factIn(a, label), factIn(b, label))))
    return {
      message: `the inhibition never applies: its source and its target do not agree on ${(apart.length > 0 ? apart : equal).join(', ')}`,
      hint: 'Compare labels that alerts on both sides have, with the same values.',
    }
  }
  const missing = equal.find((label) =>
    [...sources, ...targets].every((set) => presenceIn(set, label) === 'impossible'),
  )
  if (missing === undefined) return null
  return {
    severity: 'warning' as const,
    message: `the inhibition compares ${missing}, a label that none of its alerts has`,
    hint: 'What is absent on both sides counts as equal: name a label that they have.',
  }
}

function unmet(side: string, matchers: readonly Matcher[]) {
  return {
    message: `the inhibition never applies: no alert can be its ${side}`,
    hint: `No alert has ${matchers.map(formatMatcher).join(', ')}.`,
  }
}

function thoseMatching(matchers: readonly Matcher[], alerts: readonly PossibleAlert[]): readonly LabelSet[] {
  return alerts.flatMap(({ labels }) => matching(labels, matchers) ?? [])
}
