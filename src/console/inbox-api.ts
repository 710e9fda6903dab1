import * as z from '../errors/zod.ts'
import type { Request, Response } from '../http/server.ts'
import type { Inbox } from './inbox.ts'
import { webhookSchema } from './notification.ts'

const filterSchema = z.object({
  since: z.coerce.date({ error: 'expected a time such as 2026-01-31T12:00:00Z' }).optional(),
  alertname: z.string().optional(),
  limit: z.coerce.number({ error: 'expected a number' }).int().min(1).optional(),
})

/** Answers what rang, as JSON. */
export function listInbox(request: Request, response: Response, inbox: Inbox): void {
  const filter = filterSchema.safeParse(request.query)
  if (!filter.success) {
    refuse(response, filter.error)
    return
  }
  const { since, alertname, limit = Number.POSITIVE_INFINITY } = filter.data
  const notifications = inbox.list({
    ...(since === undefined ? {} : { since }),
    ...(alertname === undefined ? {} : { alertname }),
  })
  response.json({ notifications: notifications.slice(-limit) })
}

/** Takes a notification of Alertmanager. */
export async function addToInbox(request: Request, response: Response, inbox: Inbox): Promise<void> {
  const webhook = webhookSchema.safeParse(request.body)
  if (!webhook.success) {
    refuse(response, webhook.error)
    return
  }
  const added = await inbox.add(webhook.data)
  // Alertmanager tries again.
  if (added === null) response.status(503).json({ error: 'too much comes at once' })
  else response.json({ id: added.id, receivedAt: added.receivedAt })
}

function refuse(response: Response, error: z.ZodError): void {
  response.status(400).json({ error: z.prettifyError(error) })
}
