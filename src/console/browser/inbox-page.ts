import { getJson } from './ask-console.ts'
import { empty, failure, labelList } from './badges.ts'
import { byId, fill, h, link } from './dom.ts'
import { repeat } from './repeat.ts'
import { loadStack, ownAddress, type Stack } from './stack.ts'
import { moment, seconds } from './text.ts'

interface Notification {
  readonly id: number
  readonly receivedAt: string
  readonly status: string
  readonly receiver: string
  readonly truncatedAlerts: number
  readonly groupLabels: Readonly<Record<string, string>>
  readonly commonLabels: Readonly<Record<string, string>>
  readonly alerts: readonly {
    readonly status: string
    readonly labels: Readonly<Record<string, string>>
    readonly annotations: Readonly<Record<string, string>>
    readonly startsAt: string
    readonly endsAt: string
  }[]
}

/** What rang, as it comes. */
export async function inboxPage(): Promise<void> {
  const stack = await loadStack()
  const place = byId('inbox')
  let last = -1
  repeat(1500, async () => {
    try {
      const { notifications } = await getJson<{ notifications: readonly Notification[] }>('/api/inbox')
      const newest = notifications.at(-1)?.id ?? 0
      if (newest === last) return
      const seen = last
      last = newest
      const newestFirst = [...notifications].reverse().slice(0, 100)
      fill(
        place,
        newestFirst.length === 0
          ? empty('Nothing has rung yet. When an alert fires, its notification appears here by itself.')
          : newestFirst.map((one) => card(one, stack, seen >= 0 && one.id > seen)),
      )
    } catch (error) {
      fill(place, failure('The inbox cannot be asked', error))
      last = -1
    }
  })
}

function card(notification: Notification, stack: Stack, isNew: boolean): HTMLElement {
  const { id, status, receivedAt, receiver, alerts, truncatedAlerts, groupLabels, commonLabels } = notification
  const firing = alerts.filter((alert) => alert.status === 'firing').length
  const severity = commonLabels.severity ?? ''
  const tone = status === 'resolved' ? 'resolved' : severity
  const title = groupLabels.alertname ?? commonLabels.alertname ?? (Object.values(groupLabels).join(' ') || 'alerts')
  return h(
    'article',
    { class: `card ${tone}${isNew ? ' new' : ''}`, 'data-id': id },
    h('h2', {}, h('span', { class: 'state' }, status === 'resolved' ? 'Resolved' : `Firing (${firing})`), ` ${title}`),
    h(
      'p',
      { class: 'soft' },
      h('time', { datetime: receivedAt, title: receivedAt }, moment(receivedAt)),
      ` · receiver ${receiver}${truncatedAlerts > 0 ? ` · ${truncatedAlerts} more alerts were cut off` : ''}`,
    ),
    alerts.map((alert) => alertPart(alert, notification, stack)),
  )
}

function alertPart(
  { labels, annotations, status, startsAt, endsAt }: Notification['alerts'][number],
  { id, alerts }: Notification,
  stack: Stack,
): HTMLElement {
  const { summary = '', description = '', runbook_url: runbook = '', dashboard_url: dashboard = '' } = annotations
  const focus = `${id}-${Object.values(labels).join()}`
  const links = [
    runbook === '' ? null : link(runbook, 'runbook', { 'data-focus': `${focus}-r` }),
    dashboard === '' ? null : link(ownAddress(dashboard, stack), 'dashboard', { 'data-focus': `${focus}-d` }),
  ].flatMap((one) => (one === null ? [] : [' · ', one]))
  return h(
    'div',
    { class: 'part' },
    // Of one alert alone, the head of the card tells name and state.
    alerts.length === 1
      ? h('p', { class: 'strong' }, summary)
      : h('p', {}, h('strong', {}, `${labels.alertname ?? 'alert'} ${status}`), summary === '' ? '' : `: ${summary}`),
    description === '' ? null : h('p', { class: 'soft' }, description),
    labelList(labels, ['alertname']),
    h('p', { class: 'soft' }, status === 'firing' ? `since ${moment(startsAt)}` : period(startsAt, endsAt), links),
  )
}

function period(from: string, to: string): string {
  const length = (Date.parse(to) - Date.parse(from)) / 1000
  return `from ${moment(from)} to ${moment(to)}${length >= 0 ? ` (${seconds(Math.round(length))})` : ''}`
}
