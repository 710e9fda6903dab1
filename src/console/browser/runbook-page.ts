import { readBoard } from '../../preview/board/read-board.ts'
import { readTimeRange } from '../../preview/data/time-range.ts'
import { alertFactsBlock } from './alert-facts.ts'
import { getJson } from './ask-console.ts'
import { empty, failure, labelList, severityMark, stateBadge, toneOf } from './badges.ts'
import { addCopyButtons } from './copy-buttons.ts'
import { byId, type Child, fill, h } from './dom.ts'
import { hushed, type LiveRule, liveRules, type RoutedAlert, routedAlerts, stateOf } from './live-alerts.ts'
import { liveBoard } from './live-board.ts'
import { madeUp, madeUpText } from './mark-demo.ts'
import { repeat } from './repeat.ts'
import { type AlertFacts, loadStack, ownAddress, type Proof } from './stack.ts'
import { age } from './text.ts'
import { watchedBoard } from './watched-board.ts'

/** Above the author's page how the alert is now and what it watches; beside it whom it tells. */
export async function runbookPage(name: string): Promise<void> {
  addCopyButtons(document)
  const [stack, proof] = await Promise.all([loadStack(), getJson<Proof>('/api/proof')])
  const alert = stack.alerts.find((one) => one.name === name)
  if (alert === undefined) return
  const live = h('div', { class: 'live', role: 'status' })
  const graph = h('div', { class: 'canvas' })
  const state = h('span')
  // The heading of the page comes from its author; what is known of the alert stands beneath it.
  const heading = document.querySelector('.prose h1')
  const app = byId('app')
  const summary = heading?.nextElementSibling
  if (heading !== null) app.before(h('div', { class: 'title' }, heading, state, severityMark(alert.severity)))
  if (summary instanceof HTMLParagraphElement) app.before(summary)
  // Dashboards open here; Grafana does not always run.
  for (const anchor of document.querySelectorAll<HTMLAnchorElement>('.prose a'))
    anchor.href = ownAddress(anchor.href, stack)
  fill(
    app,
    live,
    h(
      'section',
      { class: 'block', 'aria-label': 'Graph of what the alert watches' },
      h('h2', {}, 'What it watches, the last 6 hours'),
      graph,
    ),
  )
  const article = document.querySelector('.prose')
  if (article !== null) {
    const beside = h('div', { class: 'beside' })
    article.replaceWith(beside)
    beside.append(article, alertFactsBlock(alert, proof, stack))
  }
  repeat(5000, async () => {
    try {
      const [rules, routed] = await Promise.all([liveRules(), routedAlerts()])
      const rule = rules.get(name)
      fill(state, stateBadge(stateOf(rule), alert.severity))
      fill(live, instances(rule, routed))
    } catch (error) {
      fill(state, stateBadge('unknown', alert.severity))
      fill(live, failure('The state is not known', error))
    }
  })
  watchGraph(graph, alert)
}

function instances(rule: LiveRule | undefined, routed: readonly RoutedAlert[]): Child {
  if (rule === undefined) return empty('Prometheus does not know this alert.')
  const fault =
    rule.lastError === undefined || rule.lastError === '' ? null : failure('It cannot be evaluated', rule.lastError)
  if (rule.alerts.length === 0) return fault ?? empty('Quiet: no series meets its condition.')
  return [
    fault,
    rule.alerts.map((alert) => {
      const note = hushed(alert, routed)
      return h(
        'article',
        { class: `card ${alert.state === 'firing' ? toneOf(alert.labels.severity) : 'pending'}` },
        h(
          'p',
          {},
          stateBadge(alert.state, alert.labels.severity ?? ''),
          ` for ${age(alert.activeAt)}`,
          note === '' ? null : h('span', { class: 'soft' }, ` · ${note}`),
        ),
        h('p', { class: 'strong' }, alert.annotations.summary ?? ''),
        h('p', { class: 'soft' }, alert.annotations.description ?? ''),
        labelList(alert.labels, ['alertname', 'severity', 'system']),
      )
    }),
  ]
}

/** Draws what the alert watches, again and again. */
function watchGraph(canvas: HTMLElement, alert: AlertFacts): void {
  const board = readBoard(watchedBoard(alert))
  const usual = { from: 'now-6h', to: 'now' }
  let range = usual
  const back = h('button', { type: 'button', hidden: true, class: 'back' }, 'Back to the last 6 hours')
  const choose = (next: typeof usual): void => {
    range = next
    back.hidden = next === usual
    void load()
  }
  const shown = liveBoard(canvas, {
    onZoom: (from, to) => choose({ from: String(from), to: String(to) }),
    onRow: () => undefined,
    onWidth: () => void load(),
  })
  back.addEventListener('click', () => choose(usual))
  canvas.before(back)
  void madeUp().then((history) => {
    if (history !== null) canvas.before(h('p', { class: 'made inner', role: 'note' }, madeUpText(history)))
  })
  async function load(): Promise<void> {
    const asked = readTimeRange(range.from, range.to, Date.now())
    if (asked !== null) await shown.show(board, { range: asked })
  }
  repeat(30_000, load)
}
