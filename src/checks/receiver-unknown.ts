import { suggestHint } from '../errors/suggest.ts'
import type { Check } from './check.ts'
import { routesOf } from './walk.ts'

/** A route names a receiver and timings that exist. */
export const receiverUnknown: Check = {
  id: 'receiver-unknown',
  severity: 'error',
  run({ alertmanager }) {
    const receivers = alertmanager.receivers.map(({ name }) => name)
    const timings = alertmanager.muteTimings.map(({ name }) => name)
    const unknown = (what: string, name: string, known: readonly string[]) => ({
      message: `a route names the ${what} ${name}, which does not exist`,
      hint: suggestHint(name, known),
      path: 'notify.route',
    })
    return routesOf(alertmanager.route).flatMap((route) =>
      [
        ...[route.receiver]
          .filter((name) => !receivers.includes(name))
          .map((name) => unknown('receiver', name, receivers)),
        ...[...route.muteTimings, ...route.activeTimings]
          .filter((name) => !timings.includes(name))
          .map((name) => unknown('timing', name, timings)),
      ].map((finding) => ({ ...finding, place: route.place })),
    )
  },
}
