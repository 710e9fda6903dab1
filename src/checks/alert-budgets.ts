import { type AlertBudget, alertBudget } from '../model/budget/alert-budget.ts'
import { placedRules } from '../model/budget/placed-rules.ts'
import type { Model, Route } from '../model/model.ts'
import { RouteEnds } from '../model/routing/route-ends.ts'
import type { Expr } from '../promql/ast.ts'
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
  const parsed = new Map<string, Expr>()
  for (const { subject, expr } of all) parsed.set(subject.text, expr)
  const { alerts, recordings } = placedRules(model)
  const around = {
    model,
    recordings: (name: string) => recordings.get(name) ?? [],
    parse: (text: string) => parsed.get(text) ?? null,
  }
  const budgets = alerts.map((placed) =>
    alertBudget(placed, { ...around, routes: routes.get(placed.rule.name) ?? nowhere }),
  )
  known.set(model, budgets)
  return budgets
}

const nowhere: readonly Route[] = []

/** By the name of an alert, all routes at which it can end. */
function routesByAlert(model: Model): ReadonlyMap<string, readonly Route[]> {
  const ends = new RouteEnds(model.alertmanager.route)
  const found = new Map<string, readonly Route[]>()
  for (const { alert, labels } of possibleAlerts(subjectsOf(model), worldOf(model))) {
    const routes = ends.of(labels)
    const before = found.get(alert.name)
    if (before === undefined) found.set(alert.name, routes)
    else if (before !== routes) found.set(alert.name, [...new Set([...before, ...routes])])
  }
  return found
}
