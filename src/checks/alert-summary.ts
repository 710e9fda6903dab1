import { alertsAmong, strangersLacking } from './alert-fields.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'
import type { AlertSubject } from './subject.ts'

/** An alert says what is the matter. */
export const alertSummary: QueryCheck = {
  kind: 'query',
  id: 'alert-summary',
  severity: 'warning',
  run(subjects, { ours }) {
    const hint = 'Say in one line what is the matter, and where: {{ $labels.instance }}.'
    if (!ours) return strangersLacking(subjects, 'alert-summary', 'summary or description', hint, saysSomething)
    return alertsAmong(subjects)
      .filter(({ annotations }) => isBlank(annotations.summary) || isBlank(annotations.description))
      .map((alert) => findingAbout(alert, { message: `${alert.name} has no summary, or no description`, hint }))
  },
}

const keys = ['summary', 'description', 'message', 'title']

function saysSomething({ annotations }: AlertSubject): boolean {
  return keys.some((key) => !isBlank(annotations[key]))
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === ''
}
