import { alertBudget } from '../model/budget/alert-budget.ts'
import type { Alert, Model, RuleGroup } from '../model/model.ts'
import { nameIntegration } from '../model/routing/name-integration.ts'
import { matchingRoutes } from '../model/routing/route-alert.ts'
import { parsePromql } from '../promql/parse.ts'
import { plainAnnotation } from './plain-annotation.ts'
import { watchedTerms } from './watched-terms.ts'
import { watchedUnit } from './watched-unit.ts'

/** What the console says of the stack: its systems, alerts and dashboards. */
export function consoleStack(model: Model): object {
  return {
    name: model.name,
    environment: model.environment,
    demo: model.demo,
    urls: model.urls,
    systems: model.systems.map(({ name, title, description }) => ({ name, title, description })),
    dashboards: model.dashboards.map(({ uid, title, system, description, rows }) => ({
      uid,
      title,
      system,
      description,
      panels: rows.reduce((sum, { panels }) => sum + panels.length, 0),
    })),
    alerts: model.ruleFiles.flatMap(({ groups }) =>
      groups.flatMap((group) =>
        group.rules.flatMap((rule) => (rule.kind === 'alert' ? [describeAlert(rule, group, model)] : [])),
      ),
    ),
  }
}

function describeAlert(alert: Alert, group: RuleGroup, model: Model): object {
  const labels = { ...model.externalLabels, ...alert.labels, alertname: alert.name }
  const routes = matchingRoutes(model.alertmanager.route, labels)
  const budget = alertBudget(alert, { model, group, routes, parse: (text) => parsePromql(text).node })
  const seconds = (milliseconds: number | null): number | null => (milliseconds === null ? null : milliseconds / 1000)
  return {
    name: alert.name,
    system: alert.system,
    severity: alert.severity,
    summary: plainAnnotation(alert.annotations.summary ?? ''),
    expr: alert.expr.text,
    for: alert.for,
    keepFiringFor: alert.keepFiringFor,
    dashboard: alert.dashboardUid,
    hasRunbook: model.runbooks.some((page) => page.system === alert.system && page.alert === alert.name),
    watched: watchedTerms(alert.expr.text).map((term) => ({ ...term, unit: watchedUnit(term.expr, model) })),
    receivers: routes.map((route) => ({
      name: route.receiver,
      tells: (model.alertmanager.receivers.find(({ name }) => name === route.receiver)?.integrations ?? []).map(
        nameIntegration,
      ),
      groupWait: route.groupWait,
      repeatInterval: route.repeatInterval,
      silentDuring: route.muteTimings,
    })),
    budget: {
      detection: seconds(budget.detection),
      delivery: seconds(budget.delivery),
      notification: seconds(budget.notification),
      resolution: seconds(budget.resolution),
      detectionBound: seconds(budget.bound.detection),
      deliveryBound: seconds(budget.bound.delivery),
      holds: budget.holds,
      reason: alert.allow['alert-budget'] ?? '',
    },
  }
}
