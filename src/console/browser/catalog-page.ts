import { getJson } from './ask-console.ts'
import { empty } from './badges.ts'
import { byId, type Child, fill, h, link } from './dom.ts'
import { loadStack, runbookPath, type Stack } from './stack.ts'
import { count } from './text.ts'

interface Metric {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly unit: string
  readonly labels: readonly string[]
  readonly emitter: string
  readonly jobs: readonly string[]
  readonly alerts: readonly string[]
  readonly records: readonly string[]
  readonly dashboards: readonly string[]
}

const most = 100
const emitters: Readonly<Record<string, string>> = {
  exporter: "Belfry's exporter",
  stock: 'stock exporter',
  native: 'the system itself',
  declared: 'promised by a document',
  rule: 'recording rule',
}

/** Every metric of the stack, with search. */
export async function catalogPage(): Promise<void> {
  const [stack, metrics] = await Promise.all([loadStack(), getJson<readonly Metric[]>('/api/catalog')])
  const query = new URLSearchParams(location.search)
  const jobs = [...new Set(metrics.flatMap((metric) => metric.jobs))].sort()
  const search = h('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Name, help text or label',
    value: query.get('q'),
  })
  const job = h(
    'select',
    { id: 'job' },
    ['every job', ...jobs].map((one) => h('option', { selected: one === query.get('job') }, one)),
  )
  const used = h('input', { type: 'checkbox', id: 'used', checked: query.has('used') })
  const [summary, list] = [h('p', { class: 'soft', role: 'status' }), h('div')]
  const draw = (): void => {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const found = metrics
      .filter((metric) => job.selectedIndex <= 0 || metric.jobs.includes(job.value))
      .filter((metric) => !used.checked || metric.alerts.length + metric.records.length + metric.dashboards.length > 0)
      .filter((metric) => words.every((word) => textOf(metric).includes(word)))
    const shown = found.slice(0, most)
    summary.textContent =
      `${count(found.length, 'metric')} of ${metrics.length}` +
      (found.length > most ? `; the first ${most} are shown.` : '.')
    fill(list, shown.length === 0 ? empty('No metric is like that.') : shown.map((metric) => entry(metric, stack)))
  }
  const keep = (): void => {
    const kept = new URLSearchParams()
    if (search.value !== '') kept.set('q', search.value)
    if (job.selectedIndex > 0) kept.set('job', job.value)
    if (used.checked) kept.set('used', '')
    history.replaceState(null, '', `${location.pathname}${kept.size === 0 ? '' : `?${kept}`}`)
    draw()
  }
  for (const input of [search, job, used]) input.addEventListener('input', keep)
  fill(
    byId('app'),
    h(
      'form',
      { class: 'filters', onsubmit: (event) => event.preventDefault() },
      h('div', { class: 'field grow' }, h('label', { for: 'search' }, 'Search'), search),
      h('div', { class: 'field' }, h('label', { for: 'job' }, 'Job'), job),
      h('div', { class: 'field check' }, used, h('label', { for: 'used' }, 'only what is used')),
    ),
    summary,
    list,
  )
  draw()
}

const textOf = ({ name, help, labels }: Metric): string => `${name} ${help} ${labels.join(' ')}`.toLowerCase()

function entry(
  { name, type, help, unit, labels, emitter, jobs, alerts, records, dashboards }: Metric,
  stack: Stack,
): HTMLElement {
  const from = jobs.length === 0 ? '' : `, job ${jobs.join(', ')}`
  return h(
    'article',
    { class: 'metric' },
    h(
      'h2',
      {},
      h('code', {}, name),
      h('span', { class: 'type' }, type),
      unit === 'none' ? null : h('span', { class: 'type' }, unit),
    ),
    h('p', { class: type === 'rule' ? 'mono' : '' }, help),
    h(
      'dl',
      { class: 'facts' },
      fact('From', `${emitters[emitter] ?? emitter}${from}`),
      labels.length === 0 ? null : fact('Labels', h('span', { class: 'mono' }, labels.join(', '))),
      listed(
        'Alerts',
        alerts.map((alert) => alertLink(alert, stack)),
      ),
      listed(
        'Dashboards',
        dashboards.map((uid) => link(`/d/${uid}`, titleOf(uid, stack))),
      ),
      listed(
        'Rules',
        records.map((one) => link(`/catalog?q=${encodeURIComponent(one)}`, one)),
      ),
      alerts.length + dashboards.length + records.length === 0 ? fact('Used by', 'nothing') : null,
    ),
  )
}

const fact = (title: string, ...content: readonly Child[]): HTMLElement =>
  h('div', {}, h('dt', {}, title), h('dd', {}, ...content))
const listed = (title: string, items: readonly Child[]): Child =>
  items.length === 0
    ? null
    : fact(
        title,
        items.flatMap((item, index) => (index === 0 ? [item] : [', ', item])),
      )
const titleOf = (uid: string, { dashboards }: Stack): string => dashboards.find((one) => one.uid === uid)?.title ?? uid

function alertLink(name: string, { alerts }: Stack): Child {
  const known = alerts.find((alert) => alert.name === name)
  return known?.hasRunbook === true ? link(runbookPath(known), name) : name
}
