import { type AlertBudget, alertBudget, type PlacedRule } from '../model/budget/alert-budget.ts'
import type { Alert, Model, Recording, Route } from '../model/model.ts'
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

/** All rules where they stand, the recording ones by name: of thousands, each alert asks for a few. */
function placedRules({ ruleFiles }: Model) {
  const alerts: PlacedRule<Alert>[] = []
  const recordings = new Map<string, PlacedRule<Recording>[]>()
  for (const { groups } of ruleFiles)
    for (const group of groups)
      for (const [index, rule] of group.rules.entries()) {
        if (rule.kind === 'alert') alerts.push({ rule, group, index })
        else {
          const same = recordings.get(rule.name)
          if (same === undefined) recordings.set(rule.name, [{ rule, group, index }])
          else same.push({ rule, group, index })
        }
      }
  return { alerts, recordings }
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
