import { getJson } from './ask-console.ts'
import { empty, failure, severityMark, stateBadge } from './badges.ts'
import { byId, type Child, fill, h, link } from './dom.ts'
import { type AlertState, type LiveRule, liveRules, stateOf } from './live-alerts.ts'
import { proofLines } from './proof-lines.ts'
import { conditionText, timingTexts } from './receiver-text.ts'
import { repeat } from './repeat.ts'
import { type AlertFacts, loadStack, type Proof, runbookPath, type Stack, systemTitle } from './stack.ts'
import { count, seconds } from './text.ts'

const states: readonly AlertState[] = ['firing', 'pending', 'unknown', 'quiet']
const severities = ['critical', 'warning', 'info', 'none']

/** All alerts: their state, whom they reach, how fast, and what proves them. */
export async function alertsPage(): Promise<void> {
  const [stack, proof] = await Promise.all([loadStack(), getJson<Proof>('/api/proof')])
  const query = new URLSearchParams(location.search)
  const search = h('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Name, summary or receiver',
    value: query.get('q'),
  })
  const state = select('state', ['every state', ...states], query.get('state'))
  const system = select('system', ['every system', ...stack.systems.map(({ name }) => name)], query.get('system'))
  const severity = select('severity', ['every severity', ...severities], query.get('severity'))
  const [summary, list] = [h('p', { class: 'soft', role: 'status' }), h('div')]
  fill(
    byId('app'),
    h(
      'form',
      { class: 'filters', onsubmit: (event) => event.preventDefault() },
      field('search', 'Search', search),
      field('state', 'State', state),
      field('system', 'System', system),
      field('severity', 'Severity', severity),
    ),
    summary,
    list,
  )
  let rules: ReadonlyMap<string, LiveRule> = new Map()
  let fault: unknown = null
  const draw = (): void => {
    const wanted = search.value.trim().toLowerCase()
    const shown = stack.alerts
      .filter(({ name }) => state.selectedIndex === 0 || stateOf(rules.get(name)) === state.value)
      .filter((alert) => system.selectedIndex === 0 || alert.system === system.value)
      .filter((alert) => severity.selectedIndex === 0 || alert.severity === severity.value)
      .filter((alert) => wanted === '' || textOf(alert).includes(wanted))
      .sort((one, other) => rank(one, rules) - rank(other, rules))
    const firing = stack.alerts.filter(
      ({ name, severity }) => severity !== 'none' && stateOf(rules.get(name)) === 'firing',
    ).length
    const told = rules.size === 0 ? '' : `, ${firing} firing`
    summary.textContent = `${count(shown.length, 'alert')} of ${stack.alerts.length}${told}.`
    fill(
      list,
      fault === null ? null : failure('The states are not known', fault),
      shown.length === 0 ? empty('No alert is like that.') : table(shown, rules, proof, stack),
    )
  }
  const keep = (): void => {
    const kept = new URLSearchParams()
    if (search.value !== '') kept.set('q', search.value)
    for (const one of [state, system, severity]) if (one.selectedIndex > 0) kept.set(one.id, one.value)
    history.replaceState(null, '', `${location.pathname}${kept.size === 0 ? '' : `?${kept}`}`)
    draw()
  }
  for (const input of [search, state, system, severity]) input.addEventListener('input', keep)
  repeat(5000, async () => {
    try {
      rules = await liveRules()
      fault = null
    } catch (error) {
      rules = new Map()
      fault = error
    }
    draw()
  })
}

/** What fires first, and of that the worst; what always fires by design comes after what somebody has to look at. */
function rank(alert: AlertFacts, rules: ReadonlyMap<string, LiveRule>): number {
  const state = stateOf(rules.get(alert.name))
  if (state === 'quiet' || rules.size === 0) return 100
  return alert.severity === 'none' ? 50 : states.indexOf(state) * 10 + severities.indexOf(alert.severity)
}

const textOf = ({ name, summary, ways }: AlertFacts): string =>
  [name, summary, ...ways.flatMap(({ receivers }) => receivers.map((receiver) => receiver.name))]
    .join(' ')
    .toLowerCase()

function table(
  shown: readonly AlertFacts[],
  rules: ReadonlyMap<string, LiveRule>,
  proof: Proof,
  stack: Stack,
): HTMLElement {
  const heads = ['State', 'Alert', 'Severity', 'Reaches', 'Noticed within', 'Proof']
  return h(
    'table',
    { class: 'alerts' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((title) => h('th', { scope: 'col' }, title)),
      ),
    ),
    h(
      'tbody',
      {},
      shown.map((alert) => row(alert, rules.get(alert.name), proof, stack)),
    ),
  )
}

function row(alert: AlertFacts, rule: LiveRule | undefined, proof: Proof, stack: Stack): HTMLElement {
  const { name, summary, severity, system, ways, budget } = alert
  const cell = (title: string, ...content: readonly Child[]): HTMLElement =>
    h('td', { 'data-title': title }, ...content)
  const active = rule?.alerts.length ?? 0
  const broken =
    rule?.lastError !== undefined && rule.lastError !== '' ? failure('Cannot be evaluated', rule.lastError) : null
  return h(
    'tr',
    {},
    cell('State', stateBadge(stateOf(rule), severity), active > 1 ? h('span', { class: 'soft' }, ` ×${active}`) : null),
    cell(
      'Alert',
      alert.hasRunbook
        ? link(runbookPath(alert), name, { class: 'strong', 'data-focus': name })
        : h('strong', {}, name),
      h('div', { class: 'soft' }, `${systemTitle(stack, system)} · ${summary}`),
      broken,
    ),
    cell('Severity', severityMark(severity)),
    cell('Reaches', ways.length === 0 ? 'nobody' : ways.flatMap(reached)),
    cell(
      'Noticed within',
      h('span', { class: budget.holds || budget.reason !== '' ? '' : 'late' }, seconds(budget.detection)),
      h('div', { class: 'soft' }, `told after ${seconds(budget.delivery)} more`),
    ),
    cell('Proof', proofLines(proof, name)),
  )
}

/** Receivers, and what it takes that they are told. */
function reached({ when, receivers }: AlertFacts['ways'][number]): readonly HTMLElement[] {
  const condition = when.length === 0 ? [] : [`when ${conditionText(when)}`]
  return receivers.map((receiver) => {
    const limits = [...condition, ...timingTexts(receiver)]
    return h(
      'div',
      { title: receiver.tells.join('\n') },
      receiver.name,
      limits.length === 0 ? null : h('span', { class: 'soft' }, ` ${limits.join(', ')}`),
    )
  })
}

function field(id: string, title: string, input: HTMLElement): HTMLElement {
  return h('div', { class: 'field' }, h('label', { for: id }, title), input)
}

function select(id: string, values: readonly string[], chosen: string | null): HTMLSelectElement {
  return h(
    'select',
    { id },
    values.map((value) => h('option', { selected: value === chosen }, value)),
  )
}
