import type { Alert, Dashboard, Model, Panel, Recording, Route } from '../model/model.ts'

/** All alerts of all systems. */
export function alertsOf(model: Model): readonly Alert[] {
  return rulesOf(model).filter((rule) => rule.kind === 'alert')
}

/** All recording rules of all systems. */
export function recordingsOf(model: Model): readonly Recording[] {
  return rulesOf(model).filter((rule) => rule.kind === 'record')
}

function rulesOf(model: Model): readonly (Alert | Recording)[] {
  return model.ruleFiles.flatMap((file) => file.groups.flatMap((group) => group.rules))
}

/** All panels with their dashboards. */
export function panelsOf(model: Model): readonly { readonly dashboard: Dashboard; readonly panel: Panel }[] {
  return model.dashboards.flatMap((dashboard) =>
    dashboard.rows.flatMap((row) => row.panels.map((panel) => ({ dashboard, panel }))),
  )
}

/** A route and all routes below it. */
export function routesOf(route: Route): readonly Route[] {
  return [route, ...route.routes.flatMap(routesOf)]
}

/** Path of an alert in the spec. */
export const alertPath = (alert: Alert): string => `${alert.system}.alerts.${alert.name}`
