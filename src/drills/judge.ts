import type { DrillSpec } from '../spec/drills.ts'
import type { DrillBounds } from './bounds.ts'
import { silences } from './faults.ts'
import type { DrillMeasures, DrillOutcome, DrillResult, DrillTimes, Measure } from './result.ts'

/** A drill's result: what was measured, and whether it is within its bounds. */
export function judge(
  drill: DrillSpec,
  fault: string,
  bounds: DrillBounds,
  times: DrillTimes,
  summary: string,
  reason: string,
): DrillResult {
  const measures: DrillMeasures = {
    detection: measure(times.broken, times.firing, bounds.detection),
    delivery: measure(silences(drill.fault) ? times.mended : times.firing, times.delivered, bounds.delivery),
    resolve: measure(times.mended, times.resolved, bounds.resolve),
  }
  const late = Object.entries(measures).filter(([, { seconds, bound }]) => seconds !== null && seconds > bound)
  const outcome: DrillOutcome =
    reason === 'interrupted' ? 'interrupted' : reason !== '' ? 'failed' : late.length > 0 ? 'late' : 'passed'
  const lateness = late.map(([step, { seconds, bound }]) => `${step} took ${seconds?.toFixed(1)} s of ${bound} s`)
  const { name, title, expects } = drill
  return {
    ...{ name, title, alert: expects.alert, fault, outcome },
    reason: outcome === 'late' ? lateness.join('; ') : reason,
    ...{ times, measures, summary },
  }
}

/** A drill that was not run. */
export function unrun(
  drill: DrillSpec,
  fault: string,
  bounds: DrillBounds,
  outcome: 'skipped' | 'interrupted',
  reason: string,
): DrillResult {
  const nothing = { broken: null, pending: null, firing: null, delivered: null, mended: null, resolved: null }
  return { ...judge(drill, fault, bounds, nothing, '', reason), outcome, reason }
}

function measure(from: number | null, to: number | null, bound: number): Measure {
  return { seconds: from === null || to === null ? null : Math.max(0, to - from) / 1000, bound: Math.ceil(bound) }
}
