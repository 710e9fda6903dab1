import { possibleAlerts } from '../checks/alert-labels.ts'
import { canInhibit } from '../checks/inhibition-pairs.ts'
import { subjectsOf } from '../checks/subjects-of.ts'
import { worldOf } from '../checks/world.ts'
import { formatMatcher } from '../model/matcher.ts'
import type { Model, Route } from '../model/model.ts'
import { mergedWays } from '../model/routing/merge-ways.ts'
import { nameIntegration } from '../model/routing/name-integration.ts'
import { alertsOf } from '../model/rules.ts'

/** A route, as a person reads it. */
export interface RouteText {
  readonly matchers: readonly string[]
  readonly receiver: string
  readonly integrations: readonly string[]
  readonly groupBy: readonly string[]
  readonly groupWait: string
  readonly groupInterval: string
  readonly repeatInterval: string
  readonly continue: boolean
  readonly muteTimings: readonly string[]
  readonly activeTimings: readonly string[]
}

export interface RouteTree extends RouteText {
  readonly routes: readonly RouteTree[]
}

/** Where an alert can end. */
export interface AlertRoutes {
  readonly alert: string
  readonly system: string
  readonly severity: string
  readonly ways: readonly {
    /** Alternatives, each of matchers that all hold; none is no condition. */
    readonly when: readonly (readonly string[])[]
    readonly routes: readonly RouteText[]
  }[]
  /** Inhibitions that can silence it. */
  readonly silencedBy: readonly {
    readonly because: string
    readonly alerts: readonly string[]
    readonly equal: readonly string[]
  }[]
}

/** The routing tree of a model. */
export function describeTree(model: Model): RouteTree {
  const describe = (route: Route): RouteTree => ({
    ...describeRoute(route, model),
    routes: route.routes.map(describe),
  })
  return describe(model.alertmanager.route)
}

/** The ways of all alerts, in the order of the rule files. */
export function describeAlerts(model: Model): readonly AlertRoutes[] {
  const all = possibleAlerts(subjectsOf(model), worldOf(model))
  return alertsOf(model).map(({ name, system, severity }) => {
    const kinds = all.filter(({ alert }) => alert.name === name)
    const ways = mergedWays(
      model.alertmanager.route,
      kinds.map(({ labels }) => labels),
    ).map(({ when, routes }) => ({ when, routes: routes.map((route) => describeRoute(route, model)) }))
    const silencedBy = model.alertmanager.inhibitions.flatMap((inhibition) => {
      const sources = all.filter((source) => kinds.some((kind) => canInhibit(inhibition, source, kind)))
      const alerts = [...new Set(sources.map(({ alert }) => alert.name))]
      return alerts.length === 0 ? [] : [{ because: inhibition.because, alerts, equal: inhibition.equal }]
    })
    return { alert: name, system, severity, ways, silencedBy }
  })
}

function describeRoute(route: Route, { alertmanager }: Model): RouteText {
  const { receiver, matchers, groupBy, groupWait, groupInterval, repeatInterval, muteTimings, activeTimings } = route
  const integrations = alertmanager.receivers.find(({ name }) => name === receiver)?.integrations ?? []
  return {
    matchers: matchers.map(formatMatcher),
    receiver,
    integrations: integrations.map(nameIntegration),
    groupBy,
    groupWait,
    groupInterval,
    repeatInterval,
    continue: route.continue,
    muteTimings,
    activeTimings,
  }
}
