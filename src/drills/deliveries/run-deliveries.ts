import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from '../../drivers/driver.ts'
import { writeSecret } from '../../drivers/secrets.ts'
import { alertmanagerClient } from '../../live/alertmanager.ts'
import type { Artifact } from '../../model/artifact.ts'
import type { Model, Route } from '../../model/model.ts'
import { alertmanagerConfigPath, prometheusConfigPath } from '../../model/names.ts'
import { renderAlertmanager } from '../../renderers/alertmanager.ts'
import { renderAlertmanagerTemplates } from '../../renderers/alertmanager-templates.ts'
import { renderProcesses } from '../../renderers/processes.ts'
import { renderPrometheus } from '../../renderers/prometheus.ts'
import { renderRules } from '../../renderers/rules.ts'
import { toMilliseconds } from '../../spec/duration.ts'
import { drillLabel, withDrillLabel } from '../drill-label.ts'
import { type Delivery, readDelivery, readRequest } from './delivery.ts'
import type { DeliveryReport } from './delivery-report.ts'
import type { FiringAlert } from './firing-alert.ts'
import { startHttpSink } from './http-sink.ts'
import { channelsOf, type Expectations, judgeDeliveries } from './judge-deliveries.ts'
import { startMailSink } from './mail-sink.ts'
import { type Channel, redirect } from './redirect.ts'
import { drillWatchdog, onlyWatchdog } from './watchdog.ts'
import { wavesOf } from './waves.ts'

export interface DeliveryRun {
  /** Of the environment whose routes are proven; Alertmanager and Prometheus are its only engines. */
  readonly model: Model
  readonly driver: Driver
  /** Absolute; belongs to this run alone. */
  readonly stateDir: string
  /** Absolute. */
  readonly outDir: string
  readonly alerts: readonly FiringAlert[]
  /** Names of alerts that cannot be posted, for nothing says with which labels they fire. */
  readonly unknown: readonly string[]
  /** The alert that always fires, which Prometheus itself sends; empty to leave it out. */
  readonly watchdog: string
  /** Value of the label `drill`. */
  readonly run: string
  readonly say: (text: string) => void
  readonly signal: AbortSignal
}

/** Milliseconds that a notification may take beside what its route waits. */
const allowance = 20_000

/** Posts every alert to a real Alertmanager with the real routes, and looks at what arrives where. */
export async function runDeliveries(request: DeliveryRun): Promise<DeliveryReport> {
  const { model, driver, stateDir, outDir, run, say, signal } = request
  const deliveries: Delivery[] = []
  const secrets = new Map(model.secrets.map(({ secret }) => [secret.name, randomBytes(16).toString('hex')]))
  const { smtp } = model.alertmanager
  const password = smtp?.password ?? null
  const login =
    password === null ? null : { username: smtp?.username ?? '', password: secrets.get(password.name) ?? '' }
  const http = await startHttpSink((taken) => deliveries.push(readRequest(taken)))
  const mail = await startMailSink(login, (taken) => deliveries.push(readDelivery(taken)))
  try {
    const [rendered] = renderAlertmanager(model)
    if (rendered === undefined) throw new Error('Alertmanager has no configuration')
    const redirected = redirect(rendered.content, {
      http: http.url,
      mail: mail.address,
      urlDir: join(stateDir, 'urls'),
    })
    const artifacts = artifactsOf(onlyWatchdog(model, request.watchdog)).map((one) => {
      if (one.path === alertmanagerConfigPath) return { ...one, content: redirected.config }
      if (one.path !== prometheusConfigPath || request.watchdog === '') return one
      return { ...one, content: withDrillLabel(one.content, [{ alert: request.watchdog }], run) }
    })
    await writeAll(outDir, artifacts)
    for (const [name, value] of secrets) await put(join(stateDir, 'secrets', name), value)
    for (const [path, url] of redirected.files) await put(path, url)
    for (const step of driver.up({ model, outDir, changed: [] })) await step.run(() => {}, signal)

    const expectations: Expectations = { model, channels: redirected.channels, secrets }
    const alerts = request.alerts.map((alert) => ({ ...alert, labels: { ...alert.labels, [drillLabel]: run } }))
    const context: PostContext = { model, deliveries, expectations, say, signal }
    const slowest = await postAll(
      alerts.filter(({ name }) => name !== request.watchdog),
      context,
    )
    const resolved = await resolveAll(
      alerts.filter(({ name }) => name !== request.watchdog),
      context,
    )
    const watchdog =
      request.watchdog === '' ? null : await drillWatchdog({ ...request, channels: redirected.channels, deliveries })
    return summarize(model, alerts, request.unknown, { deliveries, expectations, resolved, slowest, watchdog })
  } finally {
    await http.stop()
    await mail.stop()
  }
}

interface PostContext {
  readonly model: Model
  readonly deliveries: readonly Delivery[]
  readonly expectations: Expectations
  readonly say: (text: string) => void
  readonly signal: AbortSignal
}

/** @returns seconds that the slowest notification took. */
async function postAll(alerts: readonly FiringAlert[], context: PostContext): Promise<number> {
  const { model, deliveries, expectations, say, signal } = context
  const client = clientOf(model)
  const waves = wavesOf(alerts, model.alertmanager.inhibitions)
  let slowest = 0
  for (const [number, wave] of waves.entries()) {
    const posted = Date.now()
    const startsAt = new Date(posted).toISOString()
    const endsAt = new Date(posted + 3_600_000).toISOString()
    await client.postAlerts(
      wave.map(({ labels, annotations }) => ({ labels, annotations, startsAt, endsAt })),
      signal,
    )
    say(`${wave.length} alerts posted${waves.length > 1 ? `, part ${number + 1} of ${waves.length}` : ''}`)
    const wanted = wave.flatMap((alert) => channelsOf(alert, expectations).map(({ id }) => `${alert.name} ${id}`))
    const arrived = () => new Set(deliveries.map(({ alertname, channel }) => `${alertname} ${channel}`))
    await waitFor(() => wanted.every((one) => arrived().has(one)), longest(model, 'groupWait') + allowance, signal)
    const names = new Set(wave.map(({ name }) => name))
    const times = deliveries
      .filter(({ alertname }) => names.has(alertname))
      .map(({ receivedAt }) => receivedAt - posted)
    slowest = Math.max(slowest, ...times)
  }
  return slowest / 1000
}

/** Says that all of it is over, and counts who was told. */
async function resolveAll(alerts: readonly FiringAlert[], context: PostContext): Promise<DeliveryReport['resolved']> {
  const { model, deliveries, expectations, say, signal } = context
  const endsAt = new Date().toISOString()
  await clientOf(model).postAlerts(
    alerts.map(({ labels, annotations }) => ({ labels, annotations, endsAt })),
    signal,
  )
  const wanted = alerts.flatMap((alert) =>
    channelsOf(alert, expectations)
      .filter(({ sendResolved }) => sendResolved)
      .map(({ id }) => ({ alert: alert.name, id })),
  )
  say(`waiting for ${wanted.length} all-clears`)
  // PagerDuty and Opsgenie close by key.
  const keys = new Map(
    deliveries.filter(({ key }) => key !== '').map(({ channel, key, alertname }) => [`${channel} ${key}`, alertname]),
  )
  const arrived = (): number => {
    const over = deliveries.filter(({ status }) => status === 'resolved')
    const told = new Set(
      over.map(({ channel, alertname, key }) => `${alertname || keys.get(`${channel} ${key}`)} ${channel}`),
    )
    return wanted.filter(({ alert, id }) => told.has(`${alert} ${id}`)).length
  }
  await waitFor(() => arrived() === wanted.length, longest(model, 'groupInterval') + allowance, signal)
  return { arrived: arrived(), expected: wanted.length }
}

function summarize(
  model: Model,
  alerts: readonly FiringAlert[],
  unknown: readonly string[],
  found: Pick<DeliveryReport, 'resolved' | 'slowest' | 'watchdog'> & Pick<PostContext, 'deliveries' | 'expectations'>,
): DeliveryReport {
  const { deliveries, expectations, resolved, slowest, watchdog } = found
  const faults = [
    ...unknown.map((alert) => ({ alert, channel: '', message: 'no case has it fire' })),
    ...judgeDeliveries(alerts, deliveries, expectations),
  ]
  const firing = deliveries.filter(({ status }) => status === 'firing')
  const bad = new Set(faults.map(({ alert }) => alert))
  return {
    environment: model.environment,
    alerts: alerts.length + unknown.length,
    delivered: alerts.filter(({ name }) => !bad.has(name)).length,
    notifications: firing.length,
    resolved,
    channels: expectations.channels.map(({ id, receiver }: Channel) => ({
      channel: id,
      receiver,
      count: firing.filter(({ channel }) => channel === id).length,
    })),
    ...{ faults, watchdog, slowest },
  }
}

function artifactsOf(model: Model): readonly Artifact[] {
  return [
    ...renderPrometheus(model),
    ...renderRules(model),
    ...renderAlertmanager(model),
    ...renderAlertmanagerTemplates(model),
    ...renderProcesses(model),
  ]
}

async function writeAll(outDir: string, artifacts: readonly Artifact[]): Promise<void> {
  for (const { path, content } of artifacts) {
    await mkdir(dirname(join(outDir, path)), { recursive: true })
    await writeFile(join(outDir, path), content)
  }
}

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeSecret(path, content)
}

function clientOf({ engines }: Model) {
  return alertmanagerClient({ url: `http://127.0.0.1:${engines.alertmanager.port}` })
}

/** The longest that some route waits, in milliseconds. */
function longest({ alertmanager }: Model, what: 'groupWait' | 'groupInterval'): number {
  const below = (route: Route): readonly Route[] => [route, ...route.routes.flatMap(below)]
  return Math.max(...below(alertmanager.route).map((route) => toMilliseconds(route[what])))
}

async function waitFor(isDone: () => boolean, patience: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patience
  while (!isDone() && Date.now() < deadline) await sleep(100, undefined, { signal })
}
