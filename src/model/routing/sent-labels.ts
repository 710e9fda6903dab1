import { absentLabel, factOf, type LabelFact, type LabelSet, setFact } from '../../promql/infer/label-set.ts'
import type { Labels } from '../../spec/labels.ts'

/**
 * The labels of alerts as they reach Alertmanager. Those of the rule win over those of its result; external ones are
 * added where there is none.
 */
export function sentLabels(
  { name, labels }: { readonly name: string; readonly labels: Labels },
  result: LabelSet,
  externalLabels: Labels,
): LabelSet {
  const { others } = result
  const sent = new Map(result.labels)
  setFact(sent, others, '__name__', absentLabel)
  for (const label in labels) setFact(sent, others, label, staticFact(labels[label] ?? ''))
  setFact(sent, others, 'alertname', factOf([name]))
  for (const [label, value] of Object.entries(externalLabels)) {
    const fact = sent.get(label)
    if (fact?.certain === true) continue
    const values = fact === undefined ? [value] : fact.values === null ? null : [...new Set([...fact.values, value])]
    setFact(sent, others, label, { certain: true, values })
  }
  return { labels: sent, others }
}

/** Of a template it is known that it is not empty when something stands outside of the braces. */
function staticFact(text: string): LabelFact {
  if (!text.includes('{{')) return factOf([text])
  return { certain: text.replace(/\{\{.*?\}\}/gs, '').trim() !== '', values: null }
}
