import * as z from '../../errors/zod.ts'
import { parseDuration } from '../../spec/duration.ts'
import { engineNames } from '../../spec/engine-name.ts'
import { severities } from '../../spec/labels.ts'

/** Schemas of the small words that all parts of a spec share. */

/** https://prometheus.io/docs/concepts/data_model/: label names. */
export const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'not a label name')
/** Metric names; colons are for recording rules. */
export const metricName = z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'not a metric name')
export const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, 'not a name in kebab-case')
export const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'not a duration such as 30s, 5m, 1h30m')
export const positiveDuration = duration.refine((text) => (parseDuration(text) ?? 1) > 0, 'must be longer than 0s')
export const size = z.string().regex(/^\d+(B|KB|MB|GB|TB|PB|EB)$/, 'not a size such as 512MB or 10GB')
export const url = z.url({ protocol: /^https?$/, error: 'not an http(s) URL' })
export const hostPort = z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[^:\s/]+):\d{1,5}$/, 'not host:port')
export const address = z
  .string()
  .regex(/^(\[[0-9a-fA-F:.]+\]|[^:\s/]+)(:\d{1,5})?$/, 'not an address such as host:9100')
export const port = z.int().min(1).max(65535)
export const text = z.string().min(1, 'must not be empty')
export const labels = z.record(labelName, z.string())
export const severity = z.enum(severities)
export const engineName = z.enum(engineNames)
/** Made by the words themselves; reading it would write out the stack of every definition. */
export const place = z.custom<object>((value) => typeof value === 'object' && value !== null)
export const secret = z.strictObject({
  kind: z.literal('secret'),
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'not a secret name in snake_case'),
})
export const query = z.object({ kind: z.literal('promql'), text: z.string().min(1, 'an empty query'), place })
export const allow = z.record(z.string(), z.string().min(10, 'a reason takes a sentence')).optional()
