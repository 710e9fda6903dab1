import type { AlertCase } from './alert-case.ts'
import { byAlert } from './render-cases.ts'

/**
 * Shares cases out, those of one alert together, so that each part has about as many evaluations as another.
 * promtool runs its tests one after the other, so every processor needs a process of its own.
 *
 * @param parts - how many at most; there is none without a case.
 */
export function shareCases(cases: readonly AlertCase[], parts: number): readonly (readonly AlertCase[])[] {
  const groups = [...byAlert(cases).values()]
    .map((own) => ({ own, cost: own.reduce((sum, one) => sum + costOf(one), 0) }))
    .sort((a, b) => b.cost - a.cost)
  const shares = Array.from({ length: parts }, () => ({ cases: [] as AlertCase[], cost: 0 }))
  for (const { own, cost } of groups) {
    const least = shares.reduce((a, b) => (b.cost < a.cost ? b : a))
    least.cases.push(...own)
    least.cost += cost
  }
  return shares.map((share) => share.cases).filter((share) => share.length > 0)
}

/** As many evaluations as opening a database for a test is worth. */
const opening = 140

/** Evaluations of rules until the last expectation. */
function costOf({ expectations, evaluationInterval, recordings }: AlertCase): number {
  const end = Math.max(0, ...expectations.map(({ at }) => at))
  return opening + (end / evaluationInterval) * (recordings.length + 1)
}
