import type { BoardPanel } from '../board/board.ts'
import type { DataFrame } from '../vendor/grafana-data.js'
import type { Ask } from './api.ts'
import { transform } from './apply-fields.ts'
import { framesOf } from './frames-of.ts'
import { builtInScope, type Scope, within } from './interpolate.ts'
import { type LoadedAlert, loadAlerts } from './load-alerts.ts'
import { type PlanOptions, planQueries, type QueryPlan } from './plan-queries.ts'

/** What a panel draws. */
export interface PanelData {
  readonly plan: QueryPlan
  /** After transformations, before overrides: those depend on the theme. */
  readonly frames: readonly DataFrame[]
  /** What went wrong, each once. */
  readonly errors: readonly string[]
  /** Values of variables, with those of a repeat and of the panel's own intervals. */
  readonly scope: Scope
  /** Of an alert list, at the end of its range; else empty. */
  readonly alerts: readonly LoadedAlert[]
}

/** Asks all that a panel needs. Never rejects: what fails is told in `errors`. */
export async function loadPanel(panel: BoardPanel, ask: Ask, options: PlanOptions): Promise<PanelData> {
  const plan = planQueries(panel, options)
  const answers = await Promise.all(plan.queries.map(({ request }) => (request === null ? null : ask(request))))
  const errors = new Set<string>()
  const isOnly = new Set(plan.queries.map(({ target }) => target.refId)).size <= 1
  const frames: DataFrame[] = []
  answers.forEach((answer, index) => {
    const query = plan.queries[index]
    if (query === undefined) return
    if (answer === null) errors.add(query.target.unsupported)
    else if (answer.status === 'error') errors.add(answer.error)
    else frames.push(...framesOf(query, answer.data, isOnly))
  })
  const scope =
    plan.queries[0]?.scope ?? within(options.scope, builtInScope(plan.range, plan.intervals, options.dashboard))
  const { alerts, error } = panel.type === 'alertlist' ? await loadAlerts(ask, plan.range.to) : noAlerts
  if (error !== '') errors.add(error)
  try {
    return { plan, frames: await transform(panel, frames, scope), errors: [...errors], scope, alerts }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { plan, frames, errors: [...errors, `A transformation failed: ${reason}`], scope, alerts }
  }
}

const noAlerts = { alerts: [], error: '' }
