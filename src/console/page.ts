import { compilePage } from '../formats/handlebars.ts'
import type { ConsoleConfig } from './config.ts'
import type { Notification } from './notification.ts'

const layout = compilePage(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}} · Belfry</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<nav><a href="/">Belfry</a> <a href="/inbox">Inbox</a></nav>
<main>
<h1>{{title}}</h1>
{{{content}}}
</main>
</body>
</html>
`)

const start = compilePage(`{{#if links.length}}<ul>
{{#each links}}<li><a href="{{url}}">{{title}}</a></li>
{{/each}}</ul>{{/if}}
<p><a href="/inbox">Inbox</a>: {{count}} of the last notifications are kept here.</p>
`)

const inbox =
  compilePage(`<p class="soft">What Alertmanager sent here, the newest first. This page loads anew every few seconds; as JSON: <a href="/api/inbox">/api/inbox</a>.</p>
{{#each notifications}}<article class="card {{tone}}">
<h2><span class="state">{{state}}</span> {{title}}</h2>
<p class="soft">{{time}} · receiver {{receiver}}{{#if truncated}} · {{truncated}} more alerts were cut off{{/if}}</p>
{{#each alerts}}<h3>{{name}}: {{status}}</h3>
<p>{{summary}}</p>
{{#if description}}<p class="soft">{{description}}</p>{{/if}}
<ul class="labels">{{#each labels}}<li>{{name}}={{value}}</li>{{/each}}</ul>
<p class="soft">since {{since}}{{#each links}} · <a href="{{url}}">{{title}}</a>{{/each}}</p>
{{/each}}</article>
{{else}}<p>Nothing has rung yet.</p>
{{/each}}`)

const runbook = compilePage('<pre>{{text}}</pre>')

/** The start page: where everything is. */
export function startPage({ links }: Pick<ConsoleConfig, 'links'>, count: number): string {
  return layout({ title: 'Belfry', content: start({ links, count }) })
}

/** What rang, the newest first. */
export function inboxPage(notifications: readonly Notification[]): string {
  const newestFirst = notifications.map(describeNotification).reverse()
  return layout({ title: 'Inbox', content: inbox({ notifications: newestFirst }) })
}

/** A runbook, as its author wrote it. */
export function runbookPage(alert: string, text: string): string {
  return layout({ title: alert, content: runbook({ text }) })
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
