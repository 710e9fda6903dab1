import type { Alert, Dashboard, Model, Panel, Route } from '../model/model.ts'

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
