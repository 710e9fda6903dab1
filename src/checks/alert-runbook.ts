import { alertsAmong, strangersLacking } from './alert-fields.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'
import type { AlertSubject } from './subject.ts'

/** An alert links to a page that says what to do. */
export const alertRunbook: QueryCheck = {
  kind: 'query',
  id: 'alert-runbook',
  severity: 'warning',
  run(subjects, { ours }) {
    const hint = 'Link in `runbook_url` to the page that says what to do.'
    if (!ours) return strangersLacking(subjects, 'alert-runbook', 'runbook', hint, hasRunbook)
    return alertsAmong(subjects)
      .filter((alert) => !hasRunbook(alert))
      .map((alert) => findingAbout(alert, { message: `${alert.name} has no runbook`, hint }))
  },
}

function hasRunbook({ annotations }: AlertSubject): boolean {
  return Object.entries(annotations).some(([key, text]) => /runbook|playbook/i.test(key) && text.trim() !== '')
}
