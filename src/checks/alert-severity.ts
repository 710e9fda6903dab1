import { alertsAmong, strangersLacking } from './alert-fields.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'

/** An alert has a severity, and one that somebody acts on. */
export const alertSeverity: QueryCheck = {
  kind: 'query',
  id: 'alert-severity',
  severity: 'error',
  run(subjects, { ours }) {
    if (!ours)
      return strangersLacking(
        subjects,
        'alert-severity',
        'label severity',
        'Add one, such as critical, warning or info: routes and people go by it.',
        ({ labels }) => (labels.severity ?? '') !== '',
      )
    return alertsAmong(subjects)
      .filter(({ labels }) => labels.severity === 'none')
      .map((alert) => {
        const finding = findingAbout(alert, {
          message: `${alert.name} has the severity none, so nobody acts on it`,
          hint: "Choose critical, warning or info, or say why: allow: { 'alert-severity': '…' }.",
        })
        return { ...finding, path: `${alert.path}.severity` }
      })
  },
}
