import type { Finding } from './check.ts'
import { findingAbout } from './query-check.ts'
import type { AlertSubject, Subjects } from './subject.ts'

/** The alerts among the subjects, in the order of the files. */
export function alertsAmong({ queries }: Subjects): readonly AlertSubject[] {
  return queries.filter((subject) => subject.where === 'alert')
}

/**
 * Findings about what strangers' alerts lack, as warnings. Where no alert of a file has it, that is a habit and one
 * finding, not one for each.
 *
 * @param what - what is lacking, as in "has no …".
 */
export function strangersLacking(
  subjects: Subjects,
  what: string,
  hint: string,
  has: (alert: AlertSubject) => boolean,
): readonly Finding[] {
  const files = new Map<string, AlertSubject[]>()
  for (const alert of alertsAmong(subjects)) {
    const same = files.get(alert.place.file)
    if (same === undefined) files.set(alert.place.file, [alert])
    else same.push(alert)
  }
  return [...files.values()].flatMap((alerts) => {
    const lacking = alerts.filter((alert) => !has(alert))
    const [first] = lacking
    if (first === undefined) return []
    if (lacking.length === alerts.length && alerts.length > 1)
      return [
        findingAbout(first, {
          severity: 'warning',
          message: `none of the ${alerts.length} alerts of this file has ${what.replace(/^an? /, 'a ')}`,
          hint,
        }),
      ]
    return lacking.map((alert) =>
      findingAbout(alert, { severity: 'warning', message: `${alert.name} has no ${what.replace(/^an? /, '')}`, hint }),
    )
  })
}
