import { type Child, h, link } from './dom.ts'
import { proofText } from './proof-text.ts'
import { type AlertFacts, type Proof, type Stack, systemTitle } from './stack.ts'
import { seconds } from './text.ts'

/** Whom an alert tells, how fast, and what proves it. */
export function alertFactsBlock(alert: AlertFacts, proof: Proof, stack: Stack): HTMLElement {
  const { budget, receivers, dashboard, system } = alert
  const board = stack.dashboards.find(({ uid }) => uid === dashboard)
  const bound = (limit: number | null): string => (limit === null ? '' : ` (bound ${seconds(limit)})`)
  return h(
    'section',
    { class: 'block' },
    h('h2', {}, 'Whom it tells, how fast, and what proves it'),
    h(
      'dl',
      { class: 'facts wide' },
      fact('System', systemTitle(stack, system)),
      fact('Dashboard', board === undefined ? 'none' : link(`/d/${board.uid}`, board.title)),
      fact(
        'Reaches',
        receivers.map((receiver) => h('div', {}, receiverText(receiver))),
      ),
      fact(
        'Time budget',
        h('div', {}, `noticed within ${seconds(budget.detection)}${bound(budget.detectionBound)}`),
        h('div', {}, `told within ${seconds(budget.delivery)} more${bound(budget.deliveryBound)}`),
        h('div', { class: 'soft' }, `over: told within ${seconds(budget.resolution)} of its end`),
        budget.reason === '' ? null : h('div', { class: 'soft' }, budget.reason),
      ),
      fact(
        'Proof',
        proofText(proof, alert.name).map(({ text, isFine }) => h('div', { class: isFine ? '' : 'late' }, text)),
      ),
    ),
  )
}

function receiverText({
  name,
  tells,
  groupWait,
  repeatInterval,
  silentDuring,
}: AlertFacts['receivers'][number]): string {
  const silent = silentDuring.length === 0 ? '' : `, silent during ${silentDuring.join(', ')}`
  return `${name} (${tells.join(', ') || 'tells nobody'}), after ${groupWait}, again after ${repeatInterval}${silent}`
}

const fact = (title: string, ...content: readonly Child[]): HTMLElement =>
  h('div', {}, h('dt', {}, title), h('dd', {}, ...content))
