import { suggestHint } from '../errors/suggest.ts'
import { formatMatcher } from '../model/matcher.ts'
import type { Alertmanager, Expectation, Matcher, Model } from '../model/model.ts'
import { type Way, waysOf } from '../model/routing/alert-ways.ts'
import { nameIntegration } from '../model/routing/name-integration.ts'
import { matching } from '../model/routing/narrow-labels.ts'
import { type PossibleAlert, possibleAlerts } from './alert-labels.ts'
import type { Check, Finding } from './check.ts'
import { subjectsOf } from './subjects-of.ts'
import { worldOf } from './world.ts'

/** Alerts reach those of whom the spec says that they hear of them. */
export const routeExpectation: Check = {
  id: 'route-expectation',
  severity: 'error',
  run(model) {
    const { expectations } = model.alertmanager
    if (expectations.length === 0) return []
    const alerts = possibleAlerts(subjectsOf(model), worldOf(model))
    return [
      ...expectations.flatMap((expectation) => findingsAbout(expectation, model.alertmanager, alerts)),
      ...forgotten(model, alerts),
    ]
  },
}

function findingsAbout(
  expectation: Expectation,
  alertmanager: Alertmanager,
  alerts: readonly PossibleAlert[],
): readonly Finding[] {
  const meant = alerts.flatMap(({ alert, labels }) => {
    const narrowed = matching(labels, expectation.alerts)
    return narrowed === null ? [] : [{ alert, labels: narrowed }]
  })
  if (meant.length === 0) return [nobody(expectation)]
  const unknown = unknownNames(expectation, alertmanager)
  if (unknown.length > 0) return unknown
  const found = new Map<string, Finding>()
  for (const { alert, labels } of meant)
    for (const way of waysOf(alertmanager.route, labels)) {
      const message = faultOf(way, expectation, alertmanager)
      if (message === null) continue
      const text = `${alert.name} ${message}${conditionOf(way)}`
      found.set(text, {
        message: text,
        hint: `The spec expects alerts with ${listMatchers(expectation.alerts)} to reach ${expectation.reach.join(', ')}.`,
        path: alert.path,
        place: alert.place,
      })
    }
  return [...found.values()]
}

function faultOf({ routes }: Way, { reach, via }: Expectation, { receivers }: Alertmanager): string | null {
  const reached = [...new Set(routes.map(({ receiver }) => receiver))]
  const missed = reach.filter((name) => !reached.includes(name))
  if (missed.length > 0) return `does not reach ${missed.join(', ')}: it goes to ${reached.join(', ')}`
  const others = reached.filter((name) => !reach.includes(name))
  if (others.length > 0) return `also reaches ${others.join(', ')}`
  const integrations = receivers.filter(({ name }) => reached.includes(name)).flatMap((one) => one.integrations)
  const silent = via.filter((wanted) =>
    integrations.every((one) => one.type !== wanted && nameIntegration(one) !== wanted),
  )
  const notified = integrations.map(nameIntegration).join(', ') || 'nothing'
  return silent.length > 0 ? `is not told by ${silent.join(', ')}: ${reached.join(', ')} notifies ${notified}` : null
}

function conditionOf({ when }: Way): string {
  const alternatives = when.filter((matchers) => matchers.length > 0)
  return alternatives.length < when.length ? '' : `, when ${alternatives.map(listMatchers).join(' or ')}`
}

function nobody({ alerts, place }: Expectation): Finding {
  return {
    message: `no alert has ${listMatchers(alerts)}, of which something is expected`,
    hint: 'Name labels that alerts have, or remove the expectation.',
    path: 'notify.expectations',
    place,
  }
}

function unknownNames({ reach, place }: Expectation, { receivers }: Alertmanager): readonly Finding[] {
  const names = receivers.map(({ name }) => name)
  return reach
    .filter((name) => !names.includes(name))
    .map((name) => ({
      message: `an expectation names the receiver ${name}, which is not there`,
      hint: suggestHint(name, names),
      path: 'notify.expectations',
      place,
    }))
}

/** Where something is expected of some alerts, one of which nothing is was probably forgotten. */
function forgotten({ alertmanager: { expectations } }: Model, alerts: readonly PossibleAlert[]): readonly Finding[] {
  const uncovered = alerts.filter(({ labels }) => expectations.every((one) => matching(labels, one.alerts) === null))
  const unique = new Map(uncovered.map(({ alert }) => [alert.path, alert]))
  return [...unique.values()].map(({ name, path, place }) => ({
    severity: 'warning' as const,
    message: `nothing is expected of where ${name} goes`,
    hint: 'Add an expectation that covers it.',
    path,
    place,
  }))
}

function listMatchers(matchers: readonly Matcher[]): string {
  return matchers.map(formatMatcher).join(', ')
}
