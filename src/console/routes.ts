import * as z from '../errors/zod.ts'
import { jsonBody, type Request, type Response, type Router } from '../http/server.ts'
import type { ConsoleConfig } from './config.ts'
import type { Inbox } from './inbox.ts'
import { webhookSchema } from './notification.ts'
import { inboxPage, runbookPage, startPage } from './page.ts'
import { readRunbook } from './read-runbook.ts'
import { stylesheet } from './stylesheet.ts'

const pagePolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const refreshSeconds = 5

const filterSchema = z.object({
  since: z.coerce.date({ error: 'expected a time such as 2026-01-31T12:00:00Z' }).optional(),
  alertname: z.string().optional(),
})

/** The inbox, the runbooks and the start page. */
export function consoleRoutes(router: Router, config: ConsoleConfig, inbox: Inbox): void {
  router.get('/health', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/style.css', (_request, response) => void response.type('text/css').send(stylesheet))
  router.get('/', (_request, response) => sendPage(response, startPage(config, inbox.list().length)))
  router.get('/inbox', (_request, response) => {
    response.set('Refresh', String(refreshSeconds))
    sendPage(response, inboxPage(inbox.list()))
  })
  router.get('/runbooks/:system/:alert', async (request, response, next) => {
    const { system, alert } = request.params
    const text = await readRunbook(config.runbooksDir, system, alert)
    if (text === null) next()
    else sendPage(response, runbookPage(alert, text))
  })
  router.get('/api/inbox', (request, response) => listInbox(request, response, inbox))
  router.post('/api/inbox', jsonBody('1mb'), (request, response) => addToInbox(request, response, inbox))
}

function sendPage(response: Response, page: string): void {
  response.set('Content-Security-Policy', pagePolicy).type('text/html').send(page)
}

function listInbox(request: Request, response: Response, inbox: Inbox): void {
  const filter = filterSchema.safeParse(request.query)
  if (!filter.success) {
    refuse(response, filter.error)
    return
  }
  const { since, alertname } = filter.data
  const notifications = inbox.list({
    ...(since === undefined ? {} : { since }),
    ...(alertname === undefined ? {} : { alertname }),
  })
  response.json({ notifications })
}

async function addToInbox(request: Request, response: Response, inbox: Inbox): Promise<void> {
  const webhook = webhookSchema.safeParse(request.body)
  if (!webhook.success) {
    refuse(response, webhook.error)
    return
  }
  const { id, receivedAt } = await inbox.add(webhook.data)
  response.json({ id, receivedAt })
}

function refuse(response: Response, error: z.ZodError): void {
  response.status(400).json({ error: z.prettifyError(error) })
}
