import { dirname, resolve } from 'node:path'
import { suggestHint } from '../errors/suggest.ts'
import * as z from '../errors/zod.ts'
import { validate } from '../errors/zod.ts'
import { readConfigFile, wrongConfig } from '../http/config-file.ts'
import { parseDuration } from '../spec/duration.ts'
import type { Collector } from './collector.ts'
import { postgresSection, redisSection, withPasswordFile } from './store-sections.ts'

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, { error: 'expected a duration such as 5s' })
  .transform((text) => parseDuration(text) ?? 0)
const path = z.string().regex(/^\/[\w./-]*$/, 'expected a path such as /metrics')
const file = z.string().min(1)

const schema = z.strictObject({
  listen: z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: z.int().min(0).max(65_535).default(9999) })
    .prefault({}),
  path: path.default('/metrics'),
  /** Whether metrics are served at all; health always is. */
  enabled: z.boolean().default(true),
  cacheTtl: duration.prefault('5s'),
  collectorTimeout: duration.prefault('5s').refine((ms) => ms > 0, 'must be longer than 0'),
  seriesLimit: z.int().min(1).default(5000),
  processMetrics: z.boolean().default(true),
  /** Whether `/debug/pprof` gives profiles of the service: to this machine, or to those whom `authorization` lets in. */
  profiling: z.boolean().default(false),
  authorization: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('basic'), username: z.string().min(1), passwordFile: file }),
      z.strictObject({ type: z.literal('bearer'), tokenFile: file }),
    ])
    .optional(),
  tls: z.strictObject({ cert: file, key: file }).optional(),
  postgres: postgresSection.optional(),
  redis: redisSection.optional(),
  collectors: z.record(z.string(), z.unknown()).default({}),
  /** By path, the collectors whose metrics and health are served below it as well: `/metrics` and `/health`. */
  mounts: z.record(path, z.array(z.string()).min(1, 'needs a collector')).default({}),
})

type Settings = z.infer<typeof schema>

/** A collector that runs, with its options as its schema gave them back. */
export interface ConfiguredCollector {
  readonly collector: Collector
  readonly options: unknown
}

/** The configuration of the exporter service: complete, durations in milliseconds, files absolute. */
export type ExporterConfig = Readonly<Omit<Settings, 'collectors'>> & {
  readonly collectors: readonly ConfiguredCollector[]
}

/**
 * Reads and validates a configuration file; files in it stand relative to it.
 *
 * @throws BelfryError `CONFIG_INVALID` with all faults at once.
 */
export async function readExporterConfig(path: string, known: readonly Collector[]): Promise<ExporterConfig> {
  const config = parseExporterConfig(await readConfigFile(path, 'exporter'), known, path)
  return absoluteFiles(config, dirname(resolve(path)))
}

/**
 * Validates a configuration.
 *
 * @param source - what the configuration is called in the error.
 * @throws BelfryError `CONFIG_INVALID` with all faults at once.
 */
export function parseExporterConfig(value: unknown, known: readonly Collector[], source: string): ExporterConfig {
  const faults = validate(schema, value, { path: '', place: null }).map(({ message }) => message)
  const parsed = schema.safeParse(value)
  const sections = isRecord(value) ? value : {}
  const wanted = isRecord(sections.collectors) ? sections.collectors : {}
  const collectors: ConfiguredCollector[] = []
  for (const [name, options] of Object.entries(wanted)) {
    const collector = known.find((one) => one.name === name)
    if (collector === undefined) {
      const names = known.map((one) => one.name)
      faults.push(`collectors.${name}: unknown collector. ${suggestHint(name, names)}`)
      continue
    }
    const result = collector.options.safeParse(options ?? {})
    faults.push(
      ...validate(collector.options, options ?? {}, { path: `collectors.${name}`, place: null }).map(
        ({ message }) => message,
      ),
    )
    for (const need of collector.needs) {
      const given = need in sections || (isRecord(options) && need in options)
      if (!given) faults.push(`collectors.${name}: needs the section ${need}`)
    }
    if (result.success) collectors.push({ collector, options: result.data })
  }
  for (const [at, names] of Object.entries(parsed.data?.mounts ?? {})) {
    for (const name of names.filter((one) => !(one in wanted)))
      faults.push(`mounts.${at}: no collector ${name} is configured. ${suggestHint(name, Object.keys(wanted))}`)
  }
  if (!parsed.success || faults.length > 0) {
    throw wrongConfig(source, 'exporter', faults)
  }
  return { ...parsed.data, collectors }
}

function absoluteFiles(config: ExporterConfig, folder: string): ExporterConfig {
  const { authorization, tls, postgres, redis } = config
  return {
    ...config,
    authorization:
      authorization?.type === 'basic'
        ? { ...authorization, passwordFile: resolve(folder, authorization.passwordFile) }
        : authorization && { ...authorization, tokenFile: resolve(folder, authorization.tokenFile) },
    tls: tls && { cert: resolve(folder, tls.cert), key: resolve(folder, tls.key) },
    postgres: postgres && withPasswordFile(postgres, folder),
    redis: redis && withPasswordFile(redis, folder),
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
