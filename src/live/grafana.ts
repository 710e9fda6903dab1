import * as z from '../errors/zod.ts'
import { type Client, requestJson } from './request.ts'

const healthSchema = z.object({ database: z.string(), version: z.string().default('') })
/** Grafana's own word on itself. */
export type GrafanaHealth = z.infer<typeof healthSchema>

/** What Belfry asks a running Grafana. */
export interface GrafanaClient {
  /**
   * `database` is `ok` when all is well.
   *
   * @throws BelfryError `REQUEST_FAILED`.
   */
  health(signal?: AbortSignal): Promise<GrafanaHealth>
}

/** A client of the Grafana at a URL. */
export function grafanaClient(client: Client): GrafanaClient {
  return { health: (signal) => requestJson(client, '/api/health', healthSchema, { signal }) }
}
