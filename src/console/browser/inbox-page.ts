import { getJson } from './ask-console.ts'
import { empty, failure, labelList, toneOf } from './badges.ts'
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
    readonly generatorURL: string
  }[]
}

/** So many are shown. */
const most = 100

/** What rang, as it comes. */
export async function inboxPage(): Promise<void> {
  const stack = await loadStack()
  const [fault, list] = [h('div'), h('div', { 'aria-live': 'polite' }, h('p', { class: 'soft' }, 'Loading …'))]
  const json = link('/api/inbox', '/api/inbox')
  const lead = h('p', { class: 'soft lead' }, 'What Alertmanager sent here, the newest first. As JSON: ', json, '.')
  fill(byId('app'), lead, fault, list)
  let known: readonly Notification[] | null = null
  repeat(1500, async () => {
    try {
      const before = known
      const added = await newerThan(before?.at(-1))
      fill(fault)
      if (before !== null && added.length === 0) return
      known = [...(before ?? []), ...added].slice(-most)
      const cards = known.map((one) => card(one, stack, before !== null && added.includes(one)))
      fill(
        list,
        cards.length > 0
          ? cards.reverse()
          : empty('Nothing has rung yet. When an alert fires, its notification appears here by itself.'),
      )
    } catch (error) {
      fill(fault, failure('What is new is not known', error))
    }
  })
}

/** Two can come within one millisecond, so numbers decide. */
async function newerThan(last: Notification | undefined): Promise<readonly Notification[]> {
  const since = last === undefined ? '' : `&since=${new Date(Date.parse(last.receivedAt) - 1).toISOString()}`
  const url = `/api/inbox?limit=${most}${since}`
  const { notifications } = await getJson<{ notifications: readonly Notification[] }>(url)
  return notifications.filter(({ id }) => last === undefined || id > last.id)
}

function card(notification: Notification, stack: Stack, isNew: boolean): HTMLElement {
  const { id, status, receivedAt, receiver, alerts, truncatedAlerts, groupLabels, commonLabels } = notification
  const firing = alerts.filter((alert) => alert.status === 'firing').length
  const tone = status === 'resolved' ? 'resolved' : toneOf(commonLabels.severity)
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
  { labels, annotations, status, startsAt, endsAt, generatorURL }: Notification['alerts'][number],
  { id, alerts }: Notification,
  stack: Stack,
): HTMLElement {
  const { summary = '', description = '', runbook_url: runbook = '', dashboard_url: dashboard = '' } = annotations
  const focus = `${id}-${Object.values(labels).join()}`
  const links = [
    runbook === '' ? null : link(runbook, 'runbook', { 'data-focus': `${focus}-r` }),
    dashboard === '' ? null : link(ownAddress(dashboard, stack), 'dashboard', { 'data-focus': `${focus}-d` }),
    generatorURL === '' ? null : link(generatorURL, 'query', { 'data-focus': `${focus}-q` }),
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
