import type { Matcher } from '../model/model.ts'
import type { Matcher as QueryMatcher } from '../promql/ast.ts'
import { factOf, type LabelFact, type LabelSet, withLabel, withoutName } from '../promql/infer/label-set.ts'
import { matchLabels } from '../promql/infer/select-series.ts'
import { readingsOf } from './readings.ts'
import type { AlertSubject, Subjects } from './subject.ts'
import type { World } from './world.ts'

/** An alert as it can reach Alertmanager; a rule can have several kinds, one for each shape of its result. */
export interface PossibleAlert {
  readonly alert: AlertSubject
  readonly labels: LabelSet
}

const known = new WeakMap<Subjects, readonly PossibleAlert[]>()

/** What all alerts can look like when they arrive; those that never fire are left out. */
export function possibleAlerts(subjects: Subjects, world: World): readonly PossibleAlert[] {
  const found = known.get(subjects)
  if (found !== undefined) return found
  const all = readingsOf(subjects, world).all.flatMap(({ subject, inference }) =>
    subject.where === 'alert'
      ? inference.result.shapes.map(({ labels }) => ({ alert: subject, labels: sentLabels(subject, labels, world) }))
      : [],
  )
  known.set(subjects, all)
  return all
}

/** The part of the alerts that matchers leave; `null` when they leave none. */
export function matching(labels: LabelSet, matchers: readonly Matcher[]): LabelSet | null {
  return matchLabels(labels, matchers.map(asQueryMatcher))
}

/** The part of the alerts that does not meet all matchers, as far as it can be told apart; `null` when all meet them. */
export function notMatching(labels: LabelSet, matchers: readonly Matcher[]): LabelSet | null {
  const others = matchers.map((matcher) => matching(labels, [negated(matcher)])).filter((one) => one !== null)
  const [first] = others
  if (first === undefined) return null
  return matchers.length === 1 ? first : labels
}

/** Labels of the rule win over those of the result; external ones are added where there is none. */
function sentLabels({ name, labels }: AlertSubject, result: LabelSet, { externalLabels }: World): LabelSet {
  let sent = withoutName(result)
  for (const [label, text] of Object.entries(labels)) sent = withLabel(sent, label, staticFact(text))
  sent = withLabel(sent, 'alertname', factOf([name]))
  for (const [label, value] of Object.entries(externalLabels)) {
    const fact = sent.labels.get(label)
    if (fact?.certain === true) continue
    const values = fact === undefined ? [value] : fact.values === null ? null : [...new Set([...fact.values, value])]
    sent = withLabel(sent, label, { certain: true, values })
  }
  return sent
}

/** Of a template it is known that it is not empty when something stands outside of the braces. */
function staticFact(text: string): LabelFact {
  if (!text.includes('{{')) return factOf([text])
  return { certain: text.replace(/\{\{.*?\}\}/gs, '').trim() !== '', values: null }
}

const opposite = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const

/** The matcher that holds exactly where this one does not. */
export function negated(matcher: Matcher): Matcher {
  return { ...matcher, operator: opposite[matcher.operator] }
}

function asQueryMatcher({ label, operator, value }: Matcher): QueryMatcher {
  const nowhere = { from: 0, to: 0 }
  return {
    ...nowhere,
    label: { ...nowhere, text: label, quoted: false },
    operator,
    value: { ...nowhere, kind: 'string', value },
  }
}
