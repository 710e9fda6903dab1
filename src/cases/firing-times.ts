import type { AlertCase } from './alert-case.ts'
import { seenAt, watchAlert } from './evaluation/alert-watch.ts'
import { identityOf } from './evaluation/evaluate.ts'
import { NotEvaluated } from './evaluation/vector.ts'

/** A time of which both ends are evaluations, in milliseconds from the begin of the case. */
export interface Span {
  readonly from: number
  readonly until: number
}

/** More of them take a second. */
const mostEvaluations = 2000

/**
 * When the alert of a case fires until its last expectation, for whatever series. It serves to help whoever reads that an
 * expectation failed; whether it did is for promtool to say.
 *
 * @returns `null` where that is not known.
 */
export function firingTimes(one: AlertCase): readonly Span[] | null {
  const end = Math.max(...one.expectations.map(({ at }) => at))
  if (one.alert.keepFiringFor !== '0s' || end > mostEvaluations * one.evaluationInterval) return null
  try {
    const watch = watchAlert(one)
    const spans: Span[] = []
    let since = new Map<string, number>()
    for (let time = 0; time <= end; time += watch.evaluationInterval) {
      const before = since
      since = new Map(
        seenAt(watch, time)
          .map(identityOf)
          .map((key) => [key, before.get(key) ?? time]),
      )
      if (![...since.values()].some((begin) => time - begin >= watch.pending)) continue
      const last = spans.at(-1)
      if (last?.until === time - watch.evaluationInterval) spans.splice(-1, 1, { from: last.from, until: time })
      else spans.push({ from: time, until: time })
    }
    return spans
  } catch (error) {
    if (error instanceof NotEvaluated) return null
    throw error
  }
}
