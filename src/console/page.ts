import { compilePage } from '../formats/handlebars.ts'
import type { Assets } from './assets.ts'
import type { Notification } from './notification.ts'
import type { StackFacts } from './stack-facts.ts'

const layout = compilePage(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{{title}} · {{stack}}</title>
<link rel="icon" href="{{icon}}">
<script src="{{theme}}"></script>
<link rel="stylesheet" href="{{style}}">
<script type="module" src="{{script}}"></script>
</head>
<body data-page="{{page}}" data-key="{{key}}"{{#if demo}} data-demo{{/if}}>
<a class="skip" href="#main">Skip to content</a>
<header class="top">
<a class="brand" href="/"><img src="{{icon}}" alt="" width="20" height="20">Belfry<span class="soft environment">{{stack}} · {{environment}}</span></a>
<nav class="pages" aria-label="Pages">
{{#each pages}}<a href="{{path}}"{{#if current}} aria-current="page"{{/if}} data-nav="{{key}}">{{title}}</a>
{{/each}}</nav>
<div class="tools">{{#if demo}}<span class="demo" id="demo" title="The systems of this stack are simulated">Demo data</span>{{/if}}<button type="button" id="theme">Theme</button></div>
</header>
<main id="main" tabindex="-1">
{{{content}}}
</main>
</body>
</html>
`)

const bare = compilePage(
  '<h1>{{title}}</h1>\n<div id="app"><noscript><p>This page needs JavaScript. {{otherwise}}</p></noscript></div>',
)

const missing = compilePage(`<h1>Not found</h1>
<p>There is no such page. <a href="/alerts">Alerts</a> lead to their runbooks, <a href="/dashboards">dashboards</a> are listed too.</p>`)

const inbox = compilePage(`<h1>Inbox</h1>
<p class="soft lead">What Alertmanager sent here, the newest first. As JSON: <a href="/api/inbox">/api/inbox</a>.</p>
<div id="inbox" aria-live="polite">{{#each notifications}}<article class="card {{tone}}">
<h2><span class="state">{{state}}</span> {{title}}</h2>
<p class="soft">{{time}} · receiver {{receiver}}{{#if truncated}} · {{truncated}} more alerts were cut off{{/if}}</p>
{{#each alerts}}<h3>{{name}}: {{status}}</h3>
<p>{{summary}}</p>
{{#if description}}<p class="soft">{{description}}</p>{{/if}}
<ul class="labels">{{#each labels}}<li>{{name}}={{value}}</li>{{/each}}</ul>
<p class="soft">since {{since}}{{#each links}} · <a href="{{url}}">{{title}}</a>{{/each}}</p>
{{/each}}</article>
{{else}}<p>Nothing has rung yet.</p>
{{/each}}</div>`)

const pages = [
  { key: 'start', path: '/', title: 'Start' },
  { key: 'dashboards', path: '/dashboards', title: 'Dashboards' },
  { key: 'alerts', path: '/alerts', title: 'Alerts' },
  { key: 'inbox', path: '/inbox', title: 'Inbox' },
  { key: 'catalog', path: '/catalog', title: 'Catalog' },
] as const

export type PageName = (typeof pages)[number]['key'] | 'dashboard' | 'runbook' | 'missing'

/** The pages of the console, as HTML. */
export interface Pages {
  /** A page that the browser fills. */
  live(page: PageName, title: string, key?: string): string
  /** What rang, the newest first. */
  inbox(notifications: readonly Notification[]): string
  /** Where there is nothing. */
  missing(): string
  /** A runbook: its Markdown as HTML, with a place for what goes on now. */
  runbook(alert: string, html: string): string
}

export function openPages({ name, environment, demo }: StackFacts, assets: Assets): Pages {
  const whole = (page: PageName, title: string, content: string, key = ''): string => {
    const parent = page === 'dashboard' ? 'dashboards' : page === 'runbook' ? 'alerts' : page
    return layout({
      title,
      content,
      page,
      key,
      stack: name,
      environment,
      demo,
      pages: pages.map((one) => ({ ...one, current: one.key === parent })),
      style: assets.url('client.css'),
      script: assets.url('client.js'),
      theme: assets.url('theme.js'),
      icon: assets.url('belfry.svg'),
    })
  }
  return {
    live: (page, title, key) =>
      whole(page, title, bare({ title, otherwise: 'The inbox and the runbooks work without it.' }), key),
    inbox: (notifications) =>
      whole('inbox', 'Inbox', inbox({ notifications: notifications.map(describeNotification).reverse() })),
    missing: () => whole('missing', 'Not found', missing({})),
    runbook: (alert, html) =>
      whole('runbook', alert, `<div id="app"></div><article class="prose">${html}</article>`, alert),
  }
}

function describeNotification(notification: Notification): object {
  const { status, receivedAt, receiver, alerts, truncatedAlerts, groupLabels, commonLabels } = notification
  const firing = alerts.filter((alert) => alert.status === 'firing').length
  const severity = commonLabels.severity ?? ''
  return {
    tone: status === 'resolved' ? 'resolved' : ['critical', 'warning'].includes(severity) ? severity : '',
    state: status === 'resolved' ? 'Resolved' : `Firing (${firing})`,
    title: groupLabels.alertname ?? commonLabels.alertname ?? (Object.values(groupLabels).join(' ') || 'alerts'),
    time: readableTime(receivedAt),
    receiver,
    truncated: truncatedAlerts,
    alerts: alerts.map(describeAlert),
  }
}

function describeAlert({
  labels,
  annotations,
  status,
  startsAt,
  generatorURL,
}: Notification['alerts'][number]): object {
  const links = [
    { title: 'runbook', url: annotations.runbook_url },
    { title: 'dashboard', url: annotations.dashboard_url },
    { title: 'query', url: generatorURL },
  ]
  return {
    name: labels.alertname ?? 'alert',
    status,
    summary: annotations.summary ?? '',
    description: annotations.description ?? '',
    since: readableTime(startsAt),
    labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
    // Anybody who can reach the inbox can write these: only addresses of pages become links.
    links: links.filter(({ url }) => /^https?:\/\//.test(url ?? '')),
  }
}

/** Such as `2026-01-31 12:00:05 UTC`. */
function readableTime(time: string): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? time : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
