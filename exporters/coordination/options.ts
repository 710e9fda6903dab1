import { parseDuration, z } from '#belfry'

const duration = (text: string) =>
  z
    .string()
    .refine((value) => (parseDuration(value) ?? 0) > 0, 'expected a duration such as 15s')
    .transform((value) => parseDuration(value) ?? 0)
    .prefault(text)
const count = (value: number, most: number) => z.int().min(1).max(most).default(value)

/** What a stack can say about the coordination collector. */
export const coordinationOptions = z.strictObject({
  /** The Redis that holds the keys, where it is not the environment's. */
  redis: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535).default(6379),
      /** A secret; its file is read for each new connection. */
      passwordFile: z.string().startsWith('/', 'expected an absolute path').optional(),
    })
    .optional(),
  /** Number of the Redis database that holds the keys. */
  database: z.int().min(0).default(0),
  /** How old the answers may get where reading them takes longer than a scrape should wait. */
  refreshInterval: duration('10s'),

  /** Swarms that have series of their own; the coordinators of the others stand under `other`. */
  maxSwarms: count(50, 1000),
  /** Phases that have series of their own. */
  maxPhases: count(15, 1000),
  /** Coordinators that have a series of their own: those that have waited longest, with the oldest heartbeats, and so on. */
  maxCoordinators: count(100, 1000),

  /** Age of a heartbeat that is a warning. */
  heartbeatWarning: duration('60s'),
  /** Age from which a heartbeat is stale; a coordinator that has waited as long without one misses it. */
  heartbeatStale: duration('120s'),

  /** Keys that Redis looks at in one step of a scan; more are faster and hold up others longer. */
  scanCount: count(2000, 100_000),
})

export type CoordinationOptions = z.output<typeof coordinationOptions>
