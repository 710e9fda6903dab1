import { alertsOf } from '../model/rules.ts'
import type { Check } from './check.ts'
import { alertPath } from './walk.ts'

/** Every alert links to a page; the page has to exist. */
export const runbookMissing: Check = {
  id: 'runbook-missing',
  severity: 'error',
  run(model) {
    const pages = new Set(model.runbooks.map((page) => `${page.system}/${page.alert}`))
    return alertsOf(model)
      .filter((alert) => !pages.has(`${alert.system}/${alert.name}`))
      .map((alert) => ({
        message: `${alert.name} links to a runbook that does not exist`,
        hint: `Write runbooks/${alert.system}/${alert.name}.md.`,
        path: alertPath(alert),
        place: alert.place,
        allow: alert.allow,
      }))
  },
}
