import { alertsAmong } from './alert-fields.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'
import type { AlertSubject } from './subject.ts'
import type { World } from './world.ts'

/** Two alerts of one name: here a name is unique, with its runbook; elsewhere name and labels together. */
export const alertDuplicate: QueryCheck = {
  kind: 'query',
  id: 'alert-duplicate',
  severity: 'error',
  run(subjects, world) {
    const first = new Map<string, AlertSubject>()
    return alertsAmong(subjects).flatMap((alert) => {
      const key = keyOf(alert, world)
      const known = first.get(key)
      if (known === undefined) {
        first.set(key, alert)
        return []
      }
      return [
        findingAbout(alert, {
          severity: world.ours ? 'error' : 'warning',
          message: `the alert ${alert.name} is defined twice${world.ours ? '' : ' with the same labels'}`,
          hint: world.ours
            ? `The other one is ${known.path}.`
            : `The other one is on line ${known.place.line}; Alertmanager may take their alerts for the same.`,
        }),
      ]
    })
  },
}

function keyOf({ name, labels, place }: AlertSubject, { ours }: World): string {
  return ours ? name : JSON.stringify([place.file, name, Object.entries(labels).sort()])
}
