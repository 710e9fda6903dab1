import { prometheusData } from './ask-console.ts'
import { empty, failure, severityMark, toneOf } from './badges.ts'
import { byId, type Child, fill, h, link } from './dom.ts'
import { type EngineState, engineStates } from './engine-states.ts'
import { grafanaNote } from './grafana-note.ts'
import type { LiveAlert } from './live-alerts.ts'
import { repeat } from './repeat.ts'
import { loadStack, runbookPath, type Stack } from './stack.ts'
import { age, count } from './text.ts'

interface Target {
  readonly labels: Readonly<Record<string, string>>
  readonly health: string
  readonly lastError: string
}

/** Where everything is, and how it is. */
export async function startPage(): Promise<void> {
  const stack = await loadStack()
  const [firing, engines, targets] = [loading(), loading(), loading()]
  fill(
    byId('app'),
    section('What is firing', firing),
    h('div', { class: 'columns' }, section('Engines', engines), section('Targets', targets)),
    section('Go on', doors(stack)),
    grafanaNote('/'),
  )
  repeat(5000, async () => {
    await Promise.all([
      show(firing, 'What fires is not known', async () => firingList(await alerts(), stack)),
      show(engines, 'The engines are not known', async () => engineList(await engineStates())),
      show(targets, 'The targets are not known', async () => targetList(await activeTargets())),
    ])
  })
}

const section = (title: string, ...content: readonly Child[]): HTMLElement =>
  h('section', { class: 'block' }, h('h2', {}, title), ...content)

const loading = (): HTMLElement => h('div', {}, h('p', { class: 'soft' }, 'Loading …'))

async function show(place: HTMLElement, what: string, work: () => Promise<Child>): Promise<void> {
  try {
    fill(place, await work())
  } catch (error) {
    fill(place, failure(what, error))
  }
}

const alerts = async (): Promise<readonly LiveAlert[]> =>
  (await prometheusData<{ alerts: readonly LiveAlert[] }>('alerts')).alerts
const activeTargets = async (): Promise<readonly Target[]> =>
  (await prometheusData<{ activeTargets: readonly Target[] }>('targets?state=active')).activeTargets

/** So many are listed at once. */
const most = 12

function firingList(all: readonly LiveAlert[], stack: Stack): Child {
  const rank = (alert: LiveAlert): number => ['critical', 'warning', 'info'].indexOf(alert.labels.severity ?? '')
  const shown = all
    .filter(({ state, labels }) => state === 'firing' && labels.severity !== 'none')
    .sort((one, other) => rank(one) - rank(other) || one.activeAt.localeCompare(other.activeAt))
  const pending = all.filter(({ state }) => state === 'pending').length
  const note =
    pending === 0
      ? null
      : h('p', {}, link('/alerts?state=pending', `${count(pending, 'alert')} pending`, { 'data-focus': 'pending' }))
  if (shown.length === 0) return [empty('Nothing is firing.'), note]
  return [
    h(
      'ul',
      { class: 'firing' },
      shown.slice(0, most).map((alert) => firingItem(alert, stack)),
    ),
    more(shown.length),
    note,
  ]
}

const more = (amount: number): Child =>
  amount > most ? h('p', {}, link('/alerts?state=firing', `and ${amount - most} more`, { 'data-focus': 'more' })) : null

function firingItem({ labels, annotations, activeAt }: LiveAlert, stack: Stack): HTMLElement {
  const name = labels.alertname ?? 'alert'
  const known = stack.alerts.find((alert) => alert.name === name)
  const url = known?.hasRunbook === true ? runbookPath(known) : '/alerts'
  const severity = labels.severity ?? ''
  return h(
    'li',
    { class: `card ${toneOf(severity)}` },
    h(
      'span',
      { class: 'head' },
      link(url, name, { class: 'strong', 'data-focus': name + activeAt }),
      severityMark(severity),
    ),
    h('span', { class: 'summary' }, annotations.summary ?? ''),
    h('span', { class: 'soft' }, age(activeAt)),
  )
}

function engineList(states: readonly EngineState[]): Child {
  return h(
    'ul',
    { class: 'rows' },
    states.map(({ name, state, version, url }) =>
      h(
        'li',
        {},
        h('span', { class: `dot ${state}` }),
        state === 'up' && url !== '' ? link(url, name, { 'data-focus': name }) : h('span', {}, name),
        h('span', { class: 'soft' }, { up: version, down: 'does not answer', absent: 'does not run here' }[state]),
      ),
    ),
  )
}

function targetList(targets: readonly Target[]): Child {
  const jobs = new Map<string, Target[]>()
  for (const target of targets) {
    const job = target.labels.job ?? ''
    jobs.set(job, [...(jobs.get(job) ?? []), target])
  }
  if (jobs.size === 0) return empty('Prometheus scrapes nothing.')
  return h(
    'ul',
    { class: 'rows' },
    [...jobs]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([job, all]) => {
        const down = all.filter(({ health }) => health === 'down')
        return h(
          'li',
          {},
          h('span', { class: `dot ${down.length > 0 ? 'down' : 'up'}` }),
          h('span', {}, job),
          h('span', { class: 'soft' }, `${all.length - down.length} of ${all.length} up`),
          down.map(({ labels, lastError }) =>
            h('span', { class: 'wide failure' }, `${labels.instance ?? ''}: ${lastError}`),
          ),
        )
      }),
  )
}

function doors({ dashboards, alerts: rules }: Stack): Child {
  const overview = dashboards.find(({ system }) => system === '')
  const all: readonly (readonly [string, string, string])[] = [
    ...(overview === undefined ? [] : [[`/d/${overview.uid}`, overview.title, 'the whole stack on one page'] as const]),
    ['/dashboards', 'Dashboards', count(dashboards.length, 'dashboard')],
    ['/alerts', 'Alerts', `${count(rules.length, 'rule')}, whom each tells, how fast, and what proves it`],
    ['/inbox', 'Inbox', 'every notification that was sent here'],
    ['/catalog', 'Catalog', 'every metric, who emits it and who uses it'],
  ]
  return h(
    'ul',
    { class: 'doors' },
    all.map(([url, title, text]) =>
      h('li', {}, h('a', { href: url }, h('strong', {}, title), h('span', { class: 'soft' }, text))),
    ),
  )
}
