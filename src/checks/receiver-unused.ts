import type { Check } from './check.ts'
import { routesOf } from './walk.ts'

/** A receiver that no route names gets nothing. */
export const receiverUnused: Check = {
  id: 'receiver-unused',
  severity: 'error',
  run({ alertmanager: { receivers, route } }) {
    const named = new Set(routesOf(route).map(({ receiver }) => receiver))
    return receivers
      .filter(({ name }) => !named.has(name))
      .map(({ name, place }) => ({
        message: `no route leads to the receiver ${name}`,
        hint: 'Add a route, or remove the receiver.',
        path: `notify.receivers.${name}`,
        place,
      }))
  },
}
