import type { Check } from './check.ts'
import { alertPath, alertsOf } from './walk.ts'

/** Severity `none` notifies nobody; only alerts that are meant to fire always may have it. */
export const alertSeverity: Check = {
  id: 'alert-severity',
  severity: 'error',
  run: (model) =>
    alertsOf(model)
      .filter((alert) => alert.severity === 'none')
      .map((alert) => ({
        message: `${alert.name} has the severity none, so nobody acts on it`,
        hint: "Choose critical, warning or info, or say why: allow: { 'alert-severity': '…' }.",
        path: `${alertPath(alert)}.severity`,
        place: alert.place,
        allow: alert.allow,
      })),
}
