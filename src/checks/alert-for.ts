import type { Check } from './check.ts'
import { alertPath, alertsOf } from './walk.ts'

/** An alert without `for` fires on a single sample. */
export const alertFor: Check = {
  id: 'alert-for',
  severity: 'error',
  run: (model) =>
    alertsOf(model)
      .filter((alert) => alert.for === '0s')
      .map((alert) => ({
        message: `${alert.name} fires at the first evaluation: it has no \`for\``,
        hint: "Add `for`, or say why one sample is enough: allow: { 'alert-for': '…' }.",
        path: `${alertPath(alert)}.for`,
        place: alert.place,
        allow: alert.allow,
      })),
}
