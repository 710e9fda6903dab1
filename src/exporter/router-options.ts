import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OpenMetricsContentType, Registry } from 'prom-client'

/** A Redis client that an application has already, such as one of ioredis. */
export interface RedisClient {
  call(command: string, ...args: (string | number)[]): Promise<unknown>
}

export interface CollectorRouterOptions {
  /** Connected to the database that the collector reads; it stays the application's to close. */
  readonly redis: RedisClient
  /** Options of the collector. @default {} */
  readonly options?: Readonly<Record<string, unknown>>
  /** The application's own metrics, which are served first. @default the default registry of prom-client */
  readonly registry?: Registry | Registry<OpenMetricsContentType>
  /** Time to read Redis, in milliseconds. @default 5000 */
  readonly timeoutMs?: number
}

/** Middleware of Express in any version, and of whatever else takes the same three. */
export type RouterHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void
