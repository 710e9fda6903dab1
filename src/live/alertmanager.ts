import * as z from '../errors/zod.ts'
import { type Client, isReady, requestDone, requestJson } from './request.ts'

const labels = z.record(z.string(), z.string())

const alertSchema = z.object({
  labels,
  annotations: labels,
  fingerprint: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  receivers: z.array(z.object({ name: z.string() })).transform((receivers) => receivers.map(({ name }) => name)),
  status: z.object({
    state: z.enum(['active', 'suppressed', 'unprocessed']),
    silencedBy: z.array(z.string()),
    inhibitedBy: z.array(z.string()),
  }),
})
/** An alert that Alertmanager knows, and what it does with it. */
export type NotifiedAlert = z.infer<typeof alertSchema>

const statusSchema = z
  .object({
    versionInfo: z.object({ version: z.string() }),
    config: z.object({ original: z.string() }),
    uptime: z.string(),
  })
  .transform(({ versionInfo, config, uptime }) => ({
    /** Without what the distribution adds. */
    version: /^\d+(?:\.\d+)*/.exec(versionInfo.version)?.[0] ?? versionInfo.version,
    /** The configuration that is in force, secrets left out. */
    config: config.original,
    /** When it was started. */
    startedAt: uptime,
  }))
export type AlertmanagerStatus = z.infer<typeof statusSchema>

/** An alert to be sent, as Prometheus sends them. */
export interface NewAlert {
  readonly labels: Readonly<Record<string, string>>
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>
  /** RFC 3339. @default when it arrives */
  readonly startsAt?: string
  /** RFC 3339; in the past it resolves the alert. @default the arrival and Alertmanager's resolve timeout */
  readonly endsAt?: string
  /** Link to where it comes from. @default none */
  readonly generatorURL?: string
}

/** What Belfry asks a running Alertmanager. Every method throws BelfryError `REQUEST_FAILED` unless it says otherwise. */
export interface AlertmanagerClient {
  /** Whether it takes alerts; `false` when it does not answer. */
  ready(signal?: AbortSignal): Promise<boolean>
  status(signal?: AbortSignal): Promise<AlertmanagerStatus>
  /**
   * @param matchers - such as `alertname="RedisDown"`; all of them must match. @default all alerts
   */
  alerts(matchers?: readonly string[], signal?: AbortSignal): Promise<readonly NotifiedAlert[]>
  postAlerts(alerts: readonly NewAlert[], signal?: AbortSignal): Promise<void>
  /** Reads its configuration anew; the error names what is wrong with it. */
  reload(signal?: AbortSignal): Promise<void>
}

/** A client of the Alertmanager at a URL. */
export function alertmanagerClient(client: Client): AlertmanagerClient {
  return {
    ready: (signal) => isReady(client, '/-/ready', signal),
    status: (signal) => requestJson(client, '/api/v2/status', statusSchema, { signal }),
    alerts: (matchers = [], signal) =>
      requestJson(client, `/api/v2/alerts${filters(matchers)}`, z.array(alertSchema), { signal }),
    postAlerts: (alerts, signal) => requestDone(client, '/api/v2/alerts', { method: 'POST', body: alerts, signal }),
    reload: (signal) => requestDone(client, '/-/reload', { method: 'POST', signal }),
  }
}

function filters(matchers: readonly string[]): string {
  return `?${matchers.map((matcher) => `filter=${encodeURIComponent(matcher)}`).join('&')}`
}
