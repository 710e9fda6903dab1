import type * as z from '../errors/zod.ts'
import {
  type ActiveAlert,
  alertsSchema,
  buildInfoSchema,
  envelope,
  instantSchema,
  type Metadata,
  metadataSchema,
  namesSchema,
  type RuleGroup,
  rangeSchema,
  rulesSchema,
  type Sample,
  type Series,
  seriesSchema,
  type Target,
  targetsSchema,
} from './prometheus-answers.ts'
import { type Client, isReady, type RequestOptions, requestDone, requestJson } from './request.ts'

/** A period, in Unix seconds. */
export interface Period {
  readonly start: number
  readonly end: number
}

/** What Belfry asks a running Prometheus. Every method throws BelfryError `REQUEST_FAILED` unless it says otherwise. */
export interface PrometheusClient {
  /** Whether it takes queries; `false` when it does not answer. */
  ready(signal?: AbortSignal): Promise<boolean>
  buildInfo(signal?: AbortSignal): Promise<{ readonly version: string }>
  targets(signal?: AbortSignal): Promise<readonly Target[]>
  /** Pending and firing alerts. */
  alerts(signal?: AbortSignal): Promise<readonly ActiveAlert[]>
  rules(signal?: AbortSignal): Promise<readonly RuleGroup[]>
  /**
   * @param time - Unix seconds. @default now, by Prometheus' clock
   */
  query(expr: string, time?: number, signal?: AbortSignal): Promise<readonly Sample[]>
  /**
   * @param step - seconds between points.
   */
  queryRange(expr: string, period: Period, step: number, signal?: AbortSignal): Promise<readonly Series[]>
  labelNames(signal?: AbortSignal): Promise<readonly string[]>
  labelValues(label: string, matchers?: readonly string[], signal?: AbortSignal): Promise<readonly string[]>
  series(
    matchers: readonly string[],
    period?: Period,
    signal?: AbortSignal,
  ): Promise<readonly Readonly<Record<string, string>>[]>
  /** Types and helps by metric; empty for a metric that no target has now. */
  metadata(metric?: string, signal?: AbortSignal): Promise<Metadata>
  /** Reads its configuration anew; the error names what is wrong with it. */
  reload(signal?: AbortSignal): Promise<void>
}

/** A client of the Prometheus at a URL. */
export function prometheusClient(client: Client): PrometheusClient {
  const ask = async <T>(
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal | undefined,
    options: RequestOptions = {},
  ): Promise<T> => (await requestJson(client, `/api/v1/${path}`, envelope(schema), { ...options, signal })).data
  return {
    ready: (signal) => isReady(client, '/-/ready', signal),
    buildInfo: (signal) => ask('status/buildinfo', buildInfoSchema, signal),
    targets: async (signal) => (await ask('targets?state=active', targetsSchema, signal)).activeTargets,
    alerts: async (signal) => (await ask('alerts', alertsSchema, signal)).alerts,
    rules: async (signal) => (await ask('rules', rulesSchema, signal)).groups,
    query: (expr, time, signal) =>
      ask('query', instantSchema, signal, post({ query: expr, ...(time === undefined ? {} : { time: String(time) }) })),
    queryRange: (expr, period, step, signal) =>
      ask('query_range', rangeSchema, signal, post({ query: expr, ...periodOf(period), step: String(step) })),
    labelNames: (signal) => ask('labels', namesSchema, signal),
    labelValues: (label, matchers = [], signal) =>
      ask(`label/${encodeURIComponent(label)}/values`, namesSchema, signal, { parameters: matching(matchers) }),
    series: (matchers, period, signal) =>
      ask('series', seriesSchema, signal, {
        method: 'POST',
        parameters: matching(matchers, period === undefined ? {} : periodOf(period)),
      }),
    metadata: (metric, signal) =>
      ask('metadata', metadataSchema, signal, {
        parameters: new URLSearchParams(metric === undefined ? {} : { metric }),
      }),
    reload: (signal) => requestDone(client, '/-/reload', { method: 'POST', signal }),
  }
}

/** Queries are posted: they may be longer than a URL. */
function post(parameters: Readonly<Record<string, string>>): RequestOptions {
  return { method: 'POST', parameters: new URLSearchParams(parameters) }
}

function periodOf({ start, end }: Period): Readonly<Record<string, string>> {
  return { start: String(start), end: String(end) }
}

function matching(matchers: readonly string[], others: Readonly<Record<string, string>> = {}): URLSearchParams {
  const parameters = new URLSearchParams(others)
  for (const matcher of matchers) parameters.append('match[]', matcher)
  return parameters
}
