import { type Child, h, link } from './dom.ts'
import { proofLines } from './proof-lines.ts'
import { conditionText, timingTexts } from './receiver-text.ts'
import type { AlertFacts, Proof, ReceiverFacts, Stack } from './stack.ts'
import { seconds } from './text.ts'

/** Whom an alert tells, how fast, and what proves it. */
export function alertFactsBlock(alert: AlertFacts, proof: Proof, stack: Stack): HTMLElement {
  const { budget, dashboard } = alert
  const board = stack.dashboards.find(({ uid }) => uid === dashboard)
  const bound = (limit: number | null): string => (limit === null ? '' : ` (bound ${seconds(limit)})`)
  return h(
    'section',
    { class: 'block' },
    h('h2', {}, 'Whom it tells, how fast, and what proves it'),
    h(
      'dl',
      { class: 'facts wide' },
      fact('Dashboard', board === undefined ? 'none' : link(`/d/${board.uid}`, board.title)),
      fact('Reaches', reachText(alert)),
      fact(
        'Time budget',
        h('div', {}, `noticed within ${seconds(budget.detection)}${bound(budget.detectionBound)}`),
        h('div', {}, `told within ${seconds(budget.delivery)} more${bound(budget.deliveryBound)}`),
        h('div', { class: 'soft' }, `over: told within ${seconds(budget.resolution)} of its end`),
        budget.reason === '' ? null : h('div', { class: 'soft' }, budget.reason),
      ),
      fact('Proof', proofLines(proof, alert.name)),
    ),
  )
}

function reachText({ ways }: AlertFacts): Child {
  if (ways.length === 0) return 'nobody: as the stack is, it never fires'
  return ways.flatMap(({ when, receivers }) => [
    when.length === 0 ? null : h('div', { class: 'soft' }, `when ${conditionText(when)}:`),
    ...receivers.map((receiver) => h('div', {}, receiverText(receiver))),
  ])
}

function receiverText({ name, tells, groupWait, repeatInterval, ...timings }: ReceiverFacts): string {
  const waits = `after ${groupWait}, again after ${repeatInterval}`
  return [`${name} (${tells.join(', ') || 'tells nobody'})`, waits, ...timingTexts(timings)].join(', ')
}

const fact = (title: string, ...content: readonly Child[]): HTMLElement =>
  h('div', {}, h('dt', {}, title), h('dd', {}, ...content))
