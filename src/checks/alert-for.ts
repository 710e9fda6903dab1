import type { Expr, VectorSelector } from '../promql/ast.ts'
import { alertsAmong } from './alert-fields.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'
import { nameOf, readingsOf } from './readings.ts'
import type { Subjects } from './subject.ts'
import type { World } from './world.ts'

/** An alert without `for` fires on a single sample. */
export const alertFor: QueryCheck = {
  kind: 'query',
  id: 'alert-for',
  severity: 'error',
  run(subjects, world) {
    const { ours } = world
    const ranged = ours ? new Set() : notAtOneSample(subjects, world)
    return alertsAmong(subjects)
      .filter((alert) => alert.for === '0s' && !ranged.has(alert))
      .map((alert) => {
        const finding = findingAbout(alert, {
          severity: ours ? 'error' : 'warning',
          message: `${alert.name} fires at the first evaluation: it has no \`for\``,
          hint: ours
            ? "Add `for`, or say why one sample is enough: allow: { 'alert-for': '…' }."
            : 'Add `for`, or say why one sample is enough: `# belfry allow alert-for: …` above the rule.',
        })
        return { ...finding, path: `${alert.path}.for` }
      })
  },
}

/** Queries that look at a range, compute an age, ask for other alerts, or for no sample at all, as `vector(1)`. */
function notAtOneSample(subjects: Subjects, world: World): ReadonlySet<unknown> {
  const ranged = readingsOf(subjects, world).all.filter(
    ({ parts, selectors }) => selectors.every(isOfAlerts) || parts.some((part) => looksBack(part)),
  )
  return new Set(ranged.map(({ subject }) => subject))
}

function isOfAlerts(selector: VectorSelector): boolean {
  return nameOf(selector)?.startsWith('ALERTS') === true
}

function looksBack(part: Expr): boolean {
  return part.kind === 'matrix' || part.kind === 'subquery' || (part.kind === 'call' && part.name.text === 'time')
}
