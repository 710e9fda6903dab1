import { alertBudget, type PlacedRule } from '../model/budget/alert-budget.ts'
import { type PlacedRules, placedRules } from '../model/budget/placed-rules.ts'
import { inferWorldOfModel } from '../model/infer-world.ts'
import type { Alert, Model, Route } from '../model/model.ts'
import { mergedWays } from '../model/routing/merge-ways.ts'
import { nameIntegration } from '../model/routing/name-integration.ts'
import { sentLabels } from '../model/routing/sent-labels.ts'
import type { Expr } from '../promql/ast.ts'
import { infer } from '../promql/infer/infer.ts'
import type { World } from '../promql/infer/world.ts'
import { parsePromql } from '../promql/parse.ts'
import { plainAnnotation } from './plain-annotation.ts'
import { watchedTerms } from './watched-terms.ts'
import { watchedUnit } from './watched-unit.ts'

/** What the console says of the stack: its systems, alerts and dashboards. */
export function consoleStack(model: Model): object {
  const world = inferWorldOfModel(model)
  const { alerts, recordings } = placedRules(model)
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
    alerts: alerts.map((placed) => describeAlert(placed, { model, world, recordings })),
  }
}

interface Around {
  readonly model: Model
  readonly world: World
  readonly recordings: PlacedRules['recordings']
}

function describeAlert(placed: PlacedRule<Alert>, { model, world, recordings }: Around): object {
  const { rule: alert } = placed
  const parse = (text: string): Expr | null => parsePromql(text).node
  const expr = parse(alert.expr.text)
  const shapes = expr === null ? [] : infer(expr, world).result.shapes
  const ways = mergedWays(
    model.alertmanager.route,
    shapes.map(({ labels }) => sentLabels(alert, labels, model.externalLabels)),
  )
  const routes = [...new Set(ways.flatMap((way) => way.routes))]
  const budget = alertBudget(placed, { model, routes, parse, recordings: (name) => recordings.get(name) ?? [] })
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
    watched: watchedTerms(alert.expr.text).map((term) => ({ ...term, unit: watchedUnit(term.expr, world) })),
    ways: ways.map(({ when, routes }) => ({ when, receivers: routes.map((route) => describeReceiver(route, model)) })),
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

function describeReceiver(route: Route, { alertmanager }: Model): object {
  const integrations = alertmanager.receivers.find(({ name }) => name === route.receiver)?.integrations ?? []
  return {
    name: route.receiver,
    tells: integrations.map(nameIntegration),
    groupWait: route.groupWait,
    repeatInterval: route.repeatInterval,
    silentDuring: route.muteTimings,
    onlyDuring: route.activeTimings,
  }
}
