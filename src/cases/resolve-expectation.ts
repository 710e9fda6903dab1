import { presenceOf } from '../promql/infer/facts.ts'
import type { ExpectationSpec } from '../spec/cases.ts'
import { toMilliseconds } from '../spec/duration.ts'
import type { Labels } from '../spec/labels.ts'
import type { CaseSeries, Expectation } from './alert-case.ts'
import type { AlertWithNeeds } from './needed-rules.ts'
import { toldValue } from './recording-teller.ts'

/** An expectation for each of its times, with the labels and annotations that need not be written. */
export function resolveExpectation(
  { at, alerts, recorded, place }: ExpectationSpec,
  { alert, result }: AlertWithNeeds,
  series: readonly CaseSeries[],
  scrapeLabels: ReadonlySet<string>,
): readonly Expectation[] {
  const added: Record<string, string> = {}
  for (const label of scrapeLabels) {
    const values = new Set(series.map(({ labels }) => labels[label]))
    const [value] = values
    if (values.size === 1 && value !== undefined && result !== null && presenceOf(result, label) === 'certain')
      added[label] = value
  }
  const told = recorded.map(({ labels = {}, value }) => ({
    labels: { ...added, ...labels },
    annotations: { value: toldValue(value) },
  }))
  const fired = alerts.map(({ labels = {}, summary, description, annotations = {} }) => ({
    labels: { ...added, ...plain(alert.labels), ...labels },
    annotations: { ...plain(alert.annotations), ...annotations, summary, description },
  }))
  return at.map((time) => ({ at: toMilliseconds(time), alerts: [...fired, ...told], place }))
}

/** Texts that do not depend on the series. */
function plain(texts: Labels): Labels {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => !text.includes('{{')))
}
