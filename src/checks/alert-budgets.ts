import { type AlertBudget, alertBudget } from '../model/budget/alert-budget.ts'
import { placedRules } from '../model/budget/placed-rules.ts'
import type { Alert, Model, Route } from '../model/model.ts'
import { RouteEnds } from '../model/routing/route-ends.ts'
import type { Expr } from '../promql/ast.ts'
import { possibleAlerts } from './alert-labels.ts'
import { readingsOf } from './readings.ts'
import { subjectsOf } from './subjects-of.ts'
import { worldOf } from './world.ts'

/**
 * The time budgets of alerts, in the order of the rule files.
 *
 * @param isWanted - whether the budget of an alert is. @default all are
 */
export function budgetsOf(model: Model, isWanted: (alert: Alert) => boolean = () => true): readonly AlertBudget[] {
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
  return alerts
    .filter(({ rule }) => isWanted(rule))
    .map((placed) => alertBudget(placed, { ...around, routes: routes.get(placed.rule.name) ?? nowhere }))
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
