import { parseDuration, z } from '#belfry'

const duration = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, 'expected a duration such as 30s')
  .transform((text) => parseDuration(text) ?? 0)
const name = z.string().min(1)

/** What a stack can say about the orchestrator's collector. Names are those of the database, unquoted. */
export const orchestratorOptions = z.strictObject({
  /** Another database of the server that the exporter connects to. @default that of the connection */
  database: name.optional(),
  schema: name.default('public'),
  tables: z
    .strictObject({
      generations: name.default('orchestrator_generations'),
      workers: name.default('orchestrator_workers'),
      checkpoints: name.default('projection_checkpoints'),
      events: name.default('events'),
    })
    .prefault({}),

  /** Replica sets that are shown with 0 workers even while the tables do not know them. */
  replicaSets: z.array(name).default([]),
  /** Whether the checkpoints of projections and the event store are in this database. */
  projections: z.boolean().default(true),

  /** Age of a heartbeat from which on a worker counts as stale; the orchestrator's own setting. */
  staleAfter: duration.prefault('30s'),
  /** How long a worker that has stopped still shows its state. */
  keepStopped: duration.prefault('5m'),
  /** Age of the last sign of life after which a replica set that is not expected is no longer shown. */
  forgetAfter: duration.prefault('7d'),
  /** Workers that are shown one by one at most, those with the newest heartbeats first. */
  maxWorkers: z.int().min(1).default(500),

  /** How old the numbers may get where reading them takes longer than a scrape should wait. */
  refreshInterval: duration.prefault('15s'),
})

export type OrchestratorOptions = z.output<typeof orchestratorOptions>
