import { readFile } from 'node:fs/promises'
import { jsonBody } from '../http/json-body.ts'
import type { Response, Router } from '../http/server.ts'
import type { Assets } from './assets.ts'
import type { ConsoleConfig } from './config.ts'
import { engineStates } from './engine-states.ts'
import { guardPages } from './guard-pages.ts'
import type { Inbox } from './inbox.ts'
import { addToInbox, listInbox } from './inbox-api.ts'
import { markdownHtml } from './markdown-html.ts'
import { openPages } from './page.ts'
import { passOn } from './pass-on.ts'
import { readDashboard } from './read-dashboard.ts'
import { readHistory } from './read-history.ts'
import { readProof } from './read-proof.ts'
import { readRunbook } from './read-runbook.ts'
import type { StackFacts } from './stack-facts.ts'

/** Bytes; one of Alertmanager with a hundred alerts takes a tenth of it. */
const largestNotification = 1024 * 1024

export interface ConsoleParts {
  readonly config: ConsoleConfig
  readonly inbox: Inbox
  readonly assets: Assets
  readonly stack: { readonly facts: StackFacts; readonly text: string }
}

/** All pages, and what they ask. */
export function consoleRoutes(router: Router, { config, inbox, assets, stack }: ConsoleParts): void {
  const pages = openPages(stack.facts, assets)
  const json = (response: Response, text: string): void => void response.type('application/json').send(text)
  router.get('/health', (_request, response) => void response.json({ status: 'ok' }))
  router.use(guardPages)
  router.use('/assets', assets.serve)

  const page = (response: Response, html: string): void => void response.type('text/html').send(html)
  router.get('/', (_request, response) => page(response, pages.live('start', 'Start')))
  router.get('/dashboards', (_request, response) => page(response, pages.live('dashboards', 'Dashboards')))
  router.get('/alerts', (_request, response) => page(response, pages.live('alerts', 'Alerts')))
  router.get('/catalog', (_request, response) => page(response, pages.live('catalog', 'Catalog')))
  router.get('/inbox', (_request, response) => page(response, pages.live('inbox', 'Inbox')))
  // As in Grafana, so that links from one dashboard to another lead to the same place here.
  router.get('/d/:uid{/:slug}', (request, response, next) => {
    const found = stack.facts.dashboards.find(({ uid }) => uid === request.params.uid)
    if (found === undefined) next()
    else page(response, pages.live('dashboard', found.title, found.uid))
  })
  router.get('/runbooks', (_request, response) => response.redirect(302, '/alerts'))
  router.get('/runbooks/:system/:alert', async (request, response, next) => {
    const { system, alert } = request.params
    const text = await readRunbook(config.runbooksDir, system, alert)
    if (text === null) next()
    else page(response, pages.runbook(alert, markdownHtml(text)))
  })

  router.get('/api/stack', (_request, response) => json(response, stack.text))
  router.get('/api/catalog', async (_request, response) =>
    json(response, config.catalogFile === undefined ? '[]' : await readFile(config.catalogFile, 'utf8')),
  )
  router.get('/api/proof', async (_request, response) => void response.json(await readProof(config.proofDir)))
  router.get('/api/history', async (_request, response) => void response.json(await readHistory(config.historyFile)))
  router.get('/api/engines', async (_request, response) => void response.json(await engineStates(config)))
  router.get('/api/dashboards/:uid', async (request, response, next) => {
    const { dashboardsDir } = config
    const text = dashboardsDir === undefined ? null : await readDashboard(dashboardsDir, request.params.uid)
    if (text === null) next()
    else json(response, text)
  })
  router.get('/api/prometheus/*path', (request, response) => passOn('prometheus', config.prometheus, request, response))
  router.get('/api/alertmanager/*path', (request, response) =>
    passOn('alertmanager', config.alertmanager, request, response),
  )
  router.get('/api/inbox', (request, response) => listInbox(request, response, inbox))
  router.post('/api/inbox', jsonBody(largestNotification), (request, response) => addToInbox(request, response, inbox))
  // People get a page; programs the short answer of every server of ours.
  router.get('/*path', (request, response, next) => {
    if (request.path.startsWith('/api/') || request.accepts(['text', 'html']) !== 'html') next()
    else page(response.status(404), pages.missing())
  })
}
