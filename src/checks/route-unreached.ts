import { suggest } from '../errors/suggest.ts'
import { formatMatcher } from '../model/matcher.ts'
import type { Matcher, Route } from '../model/model.ts'
import { matching } from '../model/routing/narrow-labels.ts'
import { textsIn } from '../promql/infer/label-set.ts'
import { type PossibleAlert, possibleAlerts } from './alert-labels.ts'
import type { Finding } from './check.ts'
import type { QueryCheck } from './query-check.ts'
import { visitsOf } from './route-visits.ts'

/** A route that no alert can take. */
export const routeUnreached: QueryCheck = {
  kind: 'query',
  id: 'route-unreached',
  severity: 'error',
  run(subjects, world) {
    if (world.alertmanager === null) return []
    const alerts = possibleAlerts(subjects, world)
    // A stack without alerts is another check's finding.
    if (alerts.length === 0) return []
    const { route } = world.alertmanager
    const reached = new Set(visitsOf(route, subjects, world).map((visit) => visit.route))
    return unreachedBelow(route, reached, alerts)
  },
}

/** Of a route that is not reached, those below need no finding of their own. */
function unreachedBelow(
  parent: Route,
  reached: ReadonlySet<Route>,
  alerts: readonly PossibleAlert[],
): readonly Finding[] {
  return parent.routes.flatMap((route) => {
    if (reached.has(route)) return unreachedBelow(route, reached, alerts)
    const matchers = route.matchers.map(formatMatcher).join(', ')
    return [
      {
        message: `no alert reaches the route ${matchers === '' ? 'without matchers' : matchers}`,
        hint: hintFor(route, alerts),
        path: 'notify.route',
        place: route.place,
        allow: route.allow,
      },
    ]
  })
}

function hintFor({ matchers }: Route, alerts: readonly PossibleAlert[]): string {
  const unmet = matchers.find((matcher) => alerts.every(({ labels }) => matching(labels, [matcher]) === null))
  if (unmet === undefined) return 'Routes before it, or above it, leave nothing for it.'
  const near = suggest(unmet.value, valuesOf(unmet, alerts))
  return `No alert has ${formatMatcher(unmet)}${near === null ? '.' : `; did you mean ${near}?`}`
}

function valuesOf({ label }: Matcher, alerts: readonly PossibleAlert[]): readonly string[] {
  return [...new Set(alerts.flatMap(({ labels }) => textsIn(labels, label) ?? []))].filter((text) => text !== '')
}
