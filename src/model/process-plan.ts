import * as z from '../errors/zod.ts'
import { engineNames } from '../spec/engine-name.ts'

/** When an engine answers. The database kinds speak just enough of their protocol to tell ready from starting. */
const probeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('http'), url: z.string(), status: z.number() }),
  z.strictObject({ kind: z.literal('tcp'), host: z.string(), port: z.number() }),
  z.strictObject({ kind: z.literal('postgres'), host: z.string(), port: z.number() }),
  z.strictObject({ kind: z.literal('redis'), host: z.string(), port: z.number() }),
])

export const plannedProcessSchema = z.strictObject({
  engine: z.enum(engineNames),
  /** A program of the machine or the cache by name, or one of Belfry's own bundles, which node runs. */
  program: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('engine'), name: z.string() }),
    z.strictObject({
      kind: z.literal('bundle'),
      name: z.enum(['exporter', 'console', 'simulator']),
      version: z.string(),
    }),
  ]),
  /** Whether the stack runs without it where its program is not to be had. */
  optional: z.boolean(),
  /** `{data}` stands for the engine's data folder and `{home}` for the folder of its release, here, in `env` and in paths of `secretFiles`. */
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  port: z.number(),
  /** For people; empty when the engine has nothing to show. */
  url: z.string(),
  ready: probeSchema,
  /** Seconds that it may take to get ready. */
  readyTimeout: z.number(),
  /** Engines that must be ready before it starts. */
  after: z.array(z.enum(engineNames)),
  /** Artifacts, or folders of artifacts, whose change it has to be told. */
  configFiles: z.array(z.string()),
  /** How it is told. */
  reload: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('post'), url: z.string() }),
    z.strictObject({ kind: z.literal('restart') }),
  ]),
  /** Files that wrap a secret in what the program reads; `{secret}` stands for its value as a quoted string. */
  secretFiles: z.array(z.strictObject({ path: z.string(), secret: z.string(), content: z.string() })),
  stop: z.strictObject({
    signal: z.enum(['SIGTERM', 'SIGINT']),
    /** Seconds until it is killed. */
    grace: z.number(),
  }),
})

/** Everything that the native driver needs to know; secrets only by the path of their file. */
export const processPlanSchema = z.strictObject({
  stack: z.string(),
  /** Secrets by name that have to be there. */
  secrets: z.array(z.string()),
  /** In an order in which each stands behind those it waits for. */
  processes: z.array(plannedProcessSchema),
  /** What the demo's PostgreSQL holds; `null` when the stack runs none. */
  database: z
    .strictObject({ name: z.string(), user: z.string(), passwordFile: z.string(), host: z.string(), port: z.number() })
    .nullable(),
})

export type Probe = z.infer<typeof probeSchema>
export type PlannedProcess = z.infer<typeof plannedProcessSchema>
export type ProcessPlan = z.infer<typeof processPlanSchema>
