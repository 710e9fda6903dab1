import type { QueryCheck } from './query-check.ts'
import { visitsOf } from './route-visits.ts'
import { routesOf } from './walk.ts'

/** Alerts that no route takes end with the default receiver, where nobody may expect them. */
export const routeFallthrough: QueryCheck = {
  kind: 'query',
  id: 'route-fallthrough',
  severity: 'warning',
  run(subjects, world) {
    if (world.alertmanager === null) return []
    const { route } = world.alertmanager
    // Where everything goes to one receiver, nothing can go astray.
    if (routesOf(route).every(({ receiver }) => receiver === route.receiver)) return []
    const fallen = visitsOf(route, subjects, world).filter((visit) => visit.route === route && visit.canEnd)
    const names = [...new Set(fallen.map(({ alert }) => alert.name))]
    if (names.length === 0) return []
    return [
      {
        message: `no route takes ${listOf(names)}: the default receiver ${route.receiver} gets ${names.length === 1 ? 'it' : 'them'}`,
        hint: "Add a route, or say on the root that this is meant: allow: { 'route-fallthrough': '…' }.",
        path: 'notify.route',
        place: route.place,
        allow: route.allow,
      },
    ]
  },
}

const mostNames = 5

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ')
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more alerts` : shown
}
