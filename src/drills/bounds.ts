import type { AlertBudget } from '../model/budget/alert-budget.ts'
import type { Model } from '../model/model.ts'
import type { DrillSpec } from '../spec/drills.ts'
import { toMilliseconds } from '../spec/duration.ts'
import { silences } from './faults.ts'

/** The longest that each step of a drill may take, in seconds. */
export interface DrillBounds {
  readonly detection: number
  readonly delivery: number
  readonly resolve: number
}

/** The time budget of the alert, and what the fault itself adds to it. */
export function boundsOf(
  drill: DrillSpec,
  { detection, delivery, resolution }: AlertBudget,
  model: Model,
): DrillBounds {
  const { resendDelay, evaluationInterval } = model.prometheus
  // Prometheus does not queue: what Alertmanager missed is sent at an evaluation after the resend delay.
  const sentAgain = silences(drill.fault) ? toMilliseconds(resendDelay) + toMilliseconds(evaluationInterval) : 0
  return {
    detection: seconds(toMilliseconds(drill.shows ?? '0s') + detection),
    delivery: seconds(sentAgain + delivery),
    resolve: seconds(toMilliseconds(drill.recovers ?? '0s') + resolution),
  }
}

function seconds(time: number): number {
  return Math.ceil(time / 1000)
}
