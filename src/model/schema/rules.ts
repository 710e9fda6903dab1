import * as z from '../../errors/zod.ts'
import { allow, duration, identifier, labelName, labels, metricName, place, query, severity, text } from './words.ts'

const annotations = z.record(labelName, z.string())

/** Labels that Belfry sets itself. */
const reserved = ['alertname', 'severity', 'system']

const alertFields = {
  expr: query,
  for: duration.optional(),
  keepFiringFor: duration.optional(),
  severity,
  summary: text,
  description: text,
  labels: labels
    .refine((given) => reserved.every((name) => !(name in given)), `may not set ${reserved.join(', ')}`)
    .optional(),
  annotations: annotations.optional(),
  dashboard: identifier.optional(),
  allow,
}

export const alertOverride = z.union([z.literal(false), z.strictObject(alertFields).partial()])

export const rule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('alert'),
    name: z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'an alert is named in PascalCase'),
    ...alertFields,
    place,
  }),
  z.strictObject({ kind: z.literal('record'), name: metricName, expr: query, labels: labels.optional(), allow, place }),
])
