import { type AlertBudget, alertBudget } from '../model/budget/alert-budget.ts'
import { placedRules } from '../model/budget/placed-rules.ts'
import type { Model, Route } from '../model/model.ts'
import { waysOf } from '../model/routing/alert-ways.ts'
import { possibleAlerts } from './alert-labels.ts'
import { readingsOf } from './readings.ts'
import { subjectsOf } from './subjects-of.ts'
import { worldOf } from './world.ts'

const known = new WeakMap<Model, readonly AlertBudget[]>()

/** The time budgets of all alerts, in the order of the rule files; worked out once. */
export function budgetsOf(model: Model): readonly AlertBudget[] {
  const found = known.get(model)
  if (found !== undefined) return found
  const routes = routesByAlert(model)
  const { all } = readingsOf(subjectsOf(model), worldOf(model))
  const parsed = new Map(all.map(({ subject, expr }) => [subject.text, expr]))
  const { alerts, recordings } = placedRules(model)
  const budgets = alerts.map((placed) =>
    alertBudget(placed, {
      model,
      routes: [...(routes.get(placed.rule.name) ?? [])],
      recordings: (name) => recordings.get(name) ?? [],
      parse: (text) => parsed.get(text) ?? null,
    }),
  )
  known.set(model, budgets)
  return budgets
}

/** By the name of an alert, all routes at which it can end. */
function routesByAlert(model: Model): ReadonlyMap<string, ReadonlySet<Route>> {
  const found = new Map<string, Set<Route>>()
  for (const { alert, labels } of possibleAlerts(subjectsOf(model), worldOf(model))) {
    const routes = found.get(alert.name) ?? new Set()
    for (const way of waysOf(model.alertmanager.route, labels)) for (const route of way.routes) routes.add(route)
    found.set(alert.name, routes)
  }
  return found
}
