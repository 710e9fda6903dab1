import * as z from '../errors/zod.ts'

const labels = z.record(z.string(), z.string())
const status = z.enum(['firing', 'resolved'])

/** What Alertmanager posts to a webhook, version 4; what newer versions add is left out. */
export const webhookSchema = z.object({
  version: z.literal('4'),
  groupKey: z.string(),
  truncatedAlerts: z.int().min(0).default(0),
  status,
  receiver: z.string(),
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: z.string(),
  alerts: z.array(
    z.object({
      status,
      labels,
      annotations: labels,
      startsAt: z.string(),
      endsAt: z.string(),
      generatorURL: z.string().default(''),
      fingerprint: z.string().default(''),
    }),
  ),
})

/** One notification in the inbox. */
export const notificationSchema = webhookSchema.extend({
  /** Counts up; two notifications never share one. */
  id: z.int().min(1),
  /** When it came, in RFC 3339. */
  receivedAt: z.iso.datetime(),
})

export type Webhook = z.infer<typeof webhookSchema>
export type Notification = z.infer<typeof notificationSchema>
