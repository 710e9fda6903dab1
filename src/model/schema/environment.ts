import * as z from '../../errors/zod.ts'
import { authorization, relabelRule, tls } from './scrape.ts'
import { address, engineName, labels, port, positiveDuration, size, text, url } from './words.ts'

const engine = z.strictObject({
  image: text.optional(),
  version: z
    .string()
    .regex(/^\d+(\.\d+)*([-+.].+)?$/, 'not a version such as 3.5.0')
    .optional(),
  port: port.optional(),
  bind: z
    .string()
    .regex(/^[0-9a-fA-F.:]+$/, 'not an IP address')
    .optional(),
  memoryMiB: z.int().min(8).optional(),
  enabled: z.boolean().optional(),
})

const remote = { url, authorization: authorization.optional(), tls: tls.optional() }

/** Fields of content's own are let through: only what Belfry reads is checked. */
export const environment = z.object({
  externalLabels: labels.optional(),
  prometheus: z
    .strictObject({
      scrapeInterval: positiveDuration.optional(),
      scrapeTimeout: positiveDuration.optional(),
      evaluationInterval: positiveDuration.optional(),
      retention: z.strictObject({ time: positiveDuration.optional(), size: size.optional() }).optional(),
      resendDelay: positiveDuration.optional(),
      alertmanagers: z
        .array(
          z.strictObject({
            targets: z.array(address).min(1),
            scheme: z.enum(['http', 'https']).optional(),
            authorization: authorization.optional(),
            tls: tls.optional(),
          }),
        )
        .optional(),
      remoteWrite: z
        .array(z.strictObject({ ...remote, name: text.optional(), writeRelabel: z.array(relabelRule).optional() }))
        .optional(),
      remoteRead: z.array(z.strictObject({ ...remote, readRecent: z.boolean().optional() })).optional(),
    })
    .optional(),
  engines: z.partialRecord(engineName, engine).optional(),
  urls: z
    .strictObject({
      prometheus: url.optional(),
      alertmanager: url.optional(),
      grafana: url.optional(),
      runbooks: url.optional(),
    })
    .optional(),
  demo: z.boolean().optional(),
  exporter: z
    .strictObject({
      path: z.string().startsWith('/').optional(),
      enabled: z.boolean().optional(),
      cacheTtl: positiveDuration.optional(),
      collectorTimeout: positiveDuration.optional(),
      seriesLimit: z.int().positive().optional(),
      processMetrics: z.boolean().optional(),
      profiling: z.boolean().optional(),
      authorization: authorization.optional(),
      tls: z.strictObject({ cert: text, key: text }).optional(),
      collectors: z.record(z.string(), z.record(z.string(), z.unknown())),
      mounts: z.record(z.string().startsWith('/'), z.array(text).min(1)).optional(),
    })
    .optional(),
  postgres: z
    .strictObject({
      host: text,
      port: port.optional(),
      user: text,
      database: text,
      sslmode: z.enum(['disable', 'require', 'verify-full']).optional(),
    })
    .optional(),
  redis: z.strictObject({ host: text, port: port.optional() }).optional(),
})
