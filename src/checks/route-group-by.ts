import { suggestHint } from '../errors/suggest.ts'
import type { Route } from '../model/model.ts'
import { presenceIn } from '../promql/infer/label-set.ts'
import type { Finding } from './check.ts'
import type { QueryCheck } from './query-check.ts'
import { type Visit, visitsOf } from './route-visits.ts'

/** Alerts are grouped by labels that they have. */
export const routeGroupBy: QueryCheck = {
  kind: 'query',
  id: 'route-group-by',
  severity: 'warning',
  run(subjects, world) {
    if (world.alertmanager === null) return []
    const { route } = world.alertmanager
    return findingsIn(route, null, visitsOf(route, subjects, world))
  },
}

/** What a route has from its parent is the parent's finding. */
function findingsIn(route: Route, parent: Route | null, visits: readonly Visit[]): readonly Finding[] {
  const inherited = parent !== null && route.groupBy.join() === parent.groupBy.join()
  const coming = inherited ? [] : visits.filter((visit) => visit.route === route)
  const known = () => [...new Set(coming.flatMap(({ labels }) => [...labels.labels.keys()]))]
  const own = route.groupBy
    .filter((label) => label !== '...' && coming.length > 0)
    .filter((label) => coming.every(({ labels }) => presenceIn(labels, label) === 'impossible'))
    .map((label) => ({
      message: `alerts are grouped by ${label}, a label that none of them has`,
      hint: suggestHint(label, known()),
      path: 'notify.route',
      place: route.place,
      allow: route.allow,
    }))
  return [...own, ...route.routes.flatMap((child) => findingsIn(child, route, visits))]
}
