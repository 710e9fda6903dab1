import { suggestHint } from '../errors/suggest.ts'
import { alertsOf } from '../model/rules.ts'
import type { Check } from './check.ts'

/** A page that no alert links to is misnamed or left over. Pages of alerts that the stack switches off are not orphans. */
export const runbookOrphan: Check = {
  id: 'runbook-orphan',
  severity: 'warning',
  run(model) {
    const alerts = alertsOf(model)
    const names = new Set([...alerts.map((alert) => `${alert.system}/${alert.name}`), ...model.switchedOff])
    return model.runbooks
      .filter((page) => !names.has(`${page.system}/${page.alert}`))
      .map((page) => ({
        message: `runbook ${page.system}/${page.alert} belongs to no alert`,
        hint: suggestHint(
          page.alert,
          alerts.map((alert) => alert.name),
        ),
        path: `runbooks.${page.system}.${page.alert}`,
        place: page.place,
      }))
  },
}
