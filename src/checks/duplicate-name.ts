import type { Place } from '../errors/place.ts'
import { recordingsOf } from '../model/rules.ts'
import type { Check, Finding } from './check.ts'

interface Named {
  readonly name: string
  readonly path: string
  readonly place: Place
}

/** Names that have to be unique in a stack: engines refuse some doubles and silently merge others. */
export const duplicateName: Check = {
  id: 'duplicate-name',
  severity: 'error',
  run: (model) => [
    ...doubles(
      'system',
      model.systems.map(({ name }) => ({ name, path: name, place: model.place })),
    ),
    ...doubles(
      'recording rule',
      recordingsOf(model).map(({ name, labels, system, place }) => ({
        name: `${name}${JSON.stringify(labels)}`,
        path: `${system}.records.${name}`,
        place,
      })),
    ),
    ...doubles(
      'scrape job',
      model.prometheus.jobs.map(({ name, system, place }) => ({ name, path: `${system}.jobs.${name}`, place })),
    ),
    ...doubles(
      'receiver',
      model.alertmanager.receivers.map(({ name, place }) => ({ name, path: `notify.receivers.${name}`, place })),
    ),
    ...doubles(
      'mute timing',
      model.alertmanager.muteTimings.map(({ name, place }) => ({ name, path: `notify.muteTimings.${name}`, place })),
    ),
    ...doubles(
      'dashboard',
      model.dashboards.map(({ uid, key, place }) => ({ name: uid, path: `dashboards.${key}`, place })),
    ),
  ],
}

function doubles(what: string, all: readonly Named[]): readonly Finding[] {
  const first = new Map<string, Named>()
  return all.flatMap((one) => {
    const known = first.get(one.name)
    if (known === undefined) {
      first.set(one.name, one)
      return []
    }
    const name = one.name.replace(/\{\}$/, '')
    return [
      {
        message: `the ${what} ${name} is defined twice`,
        hint: `The other one is ${known.path}.`,
        path: one.path,
        place: one.place,
      },
    ]
  })
}
