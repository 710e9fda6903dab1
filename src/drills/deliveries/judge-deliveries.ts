import type { Model } from '../../model/model.ts'
import { routeAlert } from '../../model/routing/route-alert.ts'
import type { Delivery } from './delivery.ts'
import type { DeliveryFault } from './delivery-report.ts'
import type { FiringAlert } from './firing-alert.ts'
import { linksIn, wordsOf } from './plain-text.ts'
import type { Channel } from './redirect.ts'

/** What deliveries are judged by. */
export interface Expectations {
  readonly model: Model
  readonly channels: readonly Channel[]
  /** Values that must not stand in any message, by the name of the secret. */
  readonly secrets: ReadonlyMap<string, string>
}

/** The integrations that an alert reaches by the spec. */
export function channelsOf({ labels }: FiringAlert, { model, channels }: Expectations): readonly Channel[] {
  const receivers = routeAlert(model.alertmanager.route, labels)
  return channels.filter(({ receiver }) => receivers.includes(receiver))
}

/** Everything that is wrong with the notifications of alerts that fire. */
export function judgeDeliveries(
  alerts: readonly FiringAlert[],
  deliveries: readonly Delivery[],
  expectations: Expectations,
): readonly DeliveryFault[] {
  const firing = deliveries.filter(({ status }) => status === 'firing')
  const known = new Map(alerts.map((alert) => [alert.name, alert]))
  const missing = alerts.flatMap((alert) => {
    const expected = channelsOf(alert, expectations)
    if (expected.length === 0) return [{ alert: alert.name, channel: '', message: 'nobody is told' }]
    return expected
      .filter(({ id }) => !firing.some(({ channel, alertname }) => channel === id && alertname === alert.name))
      .map(({ id }) => ({ alert: alert.name, channel: id, message: 'nothing arrived' }))
  })
  const wrong = firing.flatMap((delivery) => {
    const alert = known.get(delivery.alertname)
    const messages =
      alert === undefined ? ['it names no alert that was posted'] : faultsOf(delivery, alert, expectations)
    return messages.map((message) => ({ alert: delivery.alertname, channel: delivery.channel, message }))
  })
  return [...missing, ...wrong]
}

function faultsOf(delivery: Delivery, alert: FiringAlert, expectations: Expectations): readonly string[] {
  const { model, secrets } = expectations
  const { text, raw, channel, credentials } = delivery
  const faults: string[] = []
  if (!channelsOf(alert, expectations).some(({ id }) => id === channel)) faults.push('it should not be told here')
  if (/<no value>|&lt;no value&gt;/.test(`${raw}\n${text}`)) faults.push('it says "<no value>"')
  if (text.includes('{{')) faults.push('a template in it was not rendered')
  const { summary = '', description = '' } = alert.annotations
  // Short messages leave descriptions out.
  if (!wordsOf(text).includes(wordsOf(summary))) faults.push(`its summary is missing: ${summary}`)
  for (const part of [summary, description]) if (part.includes('{{')) faults.push('an annotation was not rendered')
  faults.push(...runbookFaults(text, model))
  for (const [name, value] of secrets) if (raw.includes(value) || text.includes(value)) faults.push(`it shows ${name}`)
  const type = expectations.channels.find(({ id }) => id === channel)?.type ?? ''
  if (['pagerduty', 'opsgenie', 'telegram'].includes(type)) {
    const values = [...secrets.values()]
    if (!credentials.some((one) => values.some((value) => one.includes(value)))) faults.push('it carries no credential')
  }
  return faults
}

function runbookFaults(text: string, { urls, runbooks }: Model): readonly string[] {
  const pages = new Set(runbooks.map(({ system, alert }) => `${urls.runbooks}/${system}/${alert}`))
  const links = linksIn(text).filter((link) => link.startsWith(`${urls.runbooks}/`))
  if (links.length === 0) return ['it has no link to a runbook']
  return links.filter((link) => !pages.has(link)).map((link) => `there is no runbook at ${link}`)
}
