import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from '../../drivers/driver.ts'
import type { Model, Route } from '../../model/model.ts'
import { matchingRoutes, routeAlert } from '../../model/routing/route-alert.ts'
import { toMilliseconds } from '../../spec/duration.ts'
import type { Delivery } from './delivery.ts'
import type { WatchdogReport } from './delivery-report.ts'
import type { FiringAlert } from './firing-alert.ts'
import type { Channel } from './redirect.ts'

export interface WatchdogDrill {
  readonly model: Model
  readonly driver: Driver
  readonly alerts: readonly FiringAlert[]
  readonly watchdog: string
  readonly channels: readonly Channel[]
  /** Grows while the drill runs. */
  readonly deliveries: readonly Delivery[]
  readonly say: (text: string) => void
  readonly signal: AbortSignal
}

/** A model whose Prometheus scrapes nothing and evaluates one alert. */
export function onlyWatchdog(model: Model, name: string): Model {
  const ruleFiles = model.ruleFiles.flatMap((file) => {
    const groups = file.groups.flatMap((group) => {
      const rules = group.rules.filter((rule) => rule.kind === 'alert' && rule.name === name)
      return rules.length === 0 ? [] : [{ ...group, rules }]
    })
    return groups.length === 0 ? [] : [{ ...file, groups }]
  })
  return { ...model, ruleFiles, prometheus: { ...model.prometheus, jobs: [], remoteWrite: [], remoteRead: [] } }
}

/**
 * Proves both halves of a dead man's switch: while Prometheus runs, the notification of the watchdog comes again and
 * again; when Prometheus stops, it stays away.
 */
export async function drillWatchdog(drill: WatchdogDrill): Promise<WatchdogReport> {
  const { model, driver, alerts, watchdog, say, signal } = drill
  const labels = alerts.find(({ name }) => name === watchdog)?.labels ?? { alertname: watchdog }
  const receivers = routeAlert(model.alertmanager.route, labels)
  const ids = new Set(drill.channels.filter(({ receiver }) => receivers.includes(receiver)).map(({ id }) => id))
  const arrivals = () =>
    drill.deliveries
      .filter(({ channel, alertname, status }) => ids.has(channel) && alertname === watchdog && status === 'firing')
      .map(({ receivedAt }) => receivedAt)
  const [route] = matchingRoutes(model.alertmanager.route, labels)
  const bound = route === undefined ? 0 : repeatOf(route)
  // Prometheus lets an alert end by itself after four times the longer of the two.
  const { resendDelay, evaluationInterval } = model.prometheus
  const lastBound = 4 * Math.max(toMilliseconds(resendDelay), toMilliseconds(evaluationInterval)) + grace
  const report = {
    alert: watchdog,
    interval: null,
    bound: bound / 1000,
    lastAfterStop: null,
    lastBound: lastBound / 1000,
  }

  say(`waiting until ${watchdog} has come three times`)
  if (!(await until(() => arrivals().length >= 3, 3 * (bound + grace), signal)))
    return { ...report, fault: `it came ${arrivals().length} times only` }
  const times = arrivals()
  const interval = Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))
  const stopped = Date.now()
  await driver.stop('prometheus')
  say('Prometheus is stopped; waiting until its silence is heard')
  const isSilent = () => Date.now() - Math.max(stopped, ...arrivals()) > bound + grace
  const fellSilent = await until(isSilent, lastBound + 2 * (bound + grace), signal)
  const last = Math.max(0, (arrivals().at(-1) ?? 0) - stopped)
  const measured = { ...report, interval: interval / 1000, lastAfterStop: fellSilent ? last / 1000 : null }
  if (!fellSilent) return { ...measured, fault: 'it went on although Prometheus was stopped' }
  if (last > lastBound) return { ...measured, fault: 'it went on too long after Prometheus was stopped' }
  return { ...measured, fault: interval > bound + grace ? 'it came too rarely' : '' }
}

const grace = 5000

/** A group is looked at once in an interval, and told again when the repeat interval has passed by then. */
function repeatOf({ groupInterval, repeatInterval }: Route): number {
  return toMilliseconds(groupInterval) + toMilliseconds(repeatInterval)
}

async function until(isSo: () => boolean, patience: number, signal: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + patience
  while (!isSo()) {
    if (Date.now() > deadline) return false
    await sleep(250, undefined, { signal })
  }
  return true
}
