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
  const known = new Set(alerts.map(({ name }) => name))
  const unknown = firing.filter(({ alertname }) => !known.has(alertname))
  return [
    ...alerts.flatMap((alert) => {
      const own = firing.filter(({ alertname }) => alertname === alert.name)
      return [...missing(alert, own, expectations), ...own.flatMap((one) => wrong(one, alert, expectations))]
    }),
    ...unknown.map(({ alertname, channel }) => ({ alert: alertname, channel, message: 'no such alert was posted' })),
  ]
}

function missing(alert: FiringAlert, own: readonly Delivery[], expectations: Expectations): readonly DeliveryFault[] {
  const expected = channelsOf(alert, expectations)
  if (expected.length === 0) return [{ alert: alert.name, channel: '', message: 'nobody is told' }]
  return expected
    .filter(({ id }) => !own.some(({ channel }) => channel === id))
    .map(({ id }) => ({ alert: alert.name, channel: id, message: 'nothing arrived' }))
}

function wrong(delivery: Delivery, alert: FiringAlert, expectations: Expectations): readonly DeliveryFault[] {
  const { channel } = delivery
  return faultsOf(delivery, alert, expectations).map((message) => ({ alert: alert.name, channel, message }))
}

function faultsOf(delivery: Delivery, alert: FiringAlert, expectations: Expectations): readonly string[] {
  const { model, secrets } = expectations
  const { text, raw, channel, credentials } = delivery
  const faults: string[] = []
  if (!channelsOf(alert, expectations).some(({ id }) => id === channel)) faults.push('it should not be told here')
  if (/<no value>|&lt;no value&gt;/.test(`${raw}\n${text}`)) faults.push('it says "<no value>"')
  if (text.includes('{{')) faults.push('a template in it was not rendered')
  const { summary = '' } = alert.annotations
  if (!wordsOf(text).includes(wordsOf(summary))) faults.push(`its summary is missing: ${summary}`)
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
