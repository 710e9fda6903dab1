import type { Finding } from './check.ts'
import { findingAbout } from './query-check.ts'
import type { AlertSubject, Subjects } from './subject.ts'

/** The alerts among the subjects, in the order of the files. */
export function alertsAmong({ queries }: Subjects): readonly AlertSubject[] {
  return queries.filter((subject) => subject.where === 'alert')
}

/**
 * Findings about what strangers' alerts lack, as warnings. Where most alerts of a file lack it, that is a habit and one
 * finding, not one for each.
 *
 * @param id - of the check: an alert that allows it has its own finding.
 * @param what - what is lacking, as in "has no …".
 */
export function strangersLacking(
  subjects: Subjects,
  id: string,
  what: string,
  hint: string,
  has: (alert: AlertSubject) => boolean,
): readonly Finding[] {
  const lacks = (alert: AlertSubject, message = `${alert.name} has no ${what}`) =>
    findingAbout(alert, { severity: 'warning', message, hint })
  return alertsByFile(subjects).flatMap((alerts) => {
    const lacking = alerts.filter((alert) => !has(alert))
    const others = lacking.filter(({ allow }) => !(id in allow))
    const [first] = others
    if (first === undefined || others.length === 1 || others.length * 2 <= alerts.length)
      return lacking.map((alert) => lacks(alert))
    const message =
      others.length === alerts.length
        ? `none of the ${alerts.length} alerts of this file has a ${what}`
        : `${others.length} of the ${alerts.length} alerts of this file have no ${what}`
    const allowing = lacking.filter(({ allow }) => id in allow)
    return [lacks(first, message), ...allowing.map((alert) => lacks(alert))]
  })
}

function alertsByFile(subjects: Subjects): readonly (readonly AlertSubject[])[] {
  const files = new Map<string, AlertSubject[]>()
  for (const alert of alertsAmong(subjects)) {
    const same = files.get(alert.place.file)
    if (same === undefined) files.set(alert.place.file, [alert])
    else same.push(alert)
  }
  return [...files.values()]
}
