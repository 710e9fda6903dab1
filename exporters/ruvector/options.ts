import { parseDuration, z } from '#belfry'

const duration = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, 'expected a duration such as 15s')
  .transform((text) => parseDuration(text) ?? 0)
const name = z.string().min(1)

/** What a stack can say about the RuVector collector. Names are those of the database, unquoted. */
export const ruvectorOptions = z.strictObject({
  application: z.strictObject({ name: name.default('dpg'), version: z.string().default('unknown') }).prefault({}),

  /** A table with this column, or with one of a vector type, is a vector table. */
  vectorColumn: name.default('embedding'),
  /** Part of the name or of the access method of a vector index, as a regular expression of PostgreSQL. */
  vectorIndexPattern: name.default('hnsw|ivfflat'),

  /** Replicas that have to stream, by `application_name`; one that is not connected has the status 0. */
  expectedReplicas: z.array(name).default([]),

  /** How old sizes, bloat, update times and job statuses may get where reading them takes longer than a scrape should wait. */
  refreshInterval: duration.prefault('30s'),

  probes: z
    .strictObject({
      /** Time between rounds; each probe runs once a round. */
      interval: duration.prefault('15s'),
      /** Queries to time, by query type. They run in a read-only session. */
      queries: z.record(name, name).default({ ping: 'SELECT 1' }),
      /** Whether the nearest neighbours of a stored vector are searched in each table with a vector index. */
      search: z.boolean().default(true),
      /** Neighbours that a search asks for. */
      neighbours: z.int().min(1).max(1000).default(10),
      /** Tables searched in a round at most. */
      maxTables: z.int().min(1).default(20),
    })
    .prefault({}),

  lastUpdate: z
    .strictObject({
      /** Tables with an index that begins with this column are watched; an empty name watches none of them. */
      column: z.string().default('updated_at'),
      /** Tables that are watched in any case. Without an index on the column, each scrape reads the whole table. */
      tables: z.array(z.strictObject({ schema: name.default('public'), table: name, column: name })).default([]),
    })
    .prefault({}),

  /** The table that records runs of batch jobs; it is passed over while it does not exist or may not be read. */
  batchJobs: z
    .strictObject({
      schema: name.default('public'),
      table: name.default('batch_jobs'),
      /** Column with the name of the job. */
      job: name.default('job_name'),
      /** Column with the status: pending, running, succeeded, failed. */
      status: name.default('status'),
      /** Column with the time by which the latest run is found. */
      time: name.default('started_at'),
    })
    .prefault({}),
})

export type RuvectorOptions = z.output<typeof ruvectorOptions>
