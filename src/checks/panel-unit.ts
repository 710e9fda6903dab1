import type { Expr } from '../promql/ast.ts'
import { kindOf, unitOf } from '../promql/infer/facts.ts'
import type { Unit } from '../promql/infer/unit.ts'
import type { Finding } from './check.ts'
import { fitOf, measureOf } from './panel-units.ts'
import { findingAbout, findingAt, type QueryCheck } from './query-check.ts'
import { nameOf, type Reading, readingsOf } from './readings.ts'
import type { Subjects } from './subject.ts'
import type { World } from './world.ts'

/** They show several measures, or what is observed on an axis, or no numbers. */
const ofSeveral: readonly string[] = ['heatmap', 'table', 'histogram', 'text', 'alertlist', 'logs', 'state-timeline']
const withoutNumbers: readonly string[] = ['text', 'alertlist', 'logs', 'state-timeline', 'status-history']

/** A number without its unit is a riddle at night, and one in the wrong unit is a lie. */
export const panelUnit: QueryCheck = {
  kind: 'query',
  id: 'panel-unit',
  severity: 'error',
  run: (subjects, world) => [...(world.ours ? withoutUnit(subjects) : []), ...misfits(subjects, world)],
}

/** A habit of this stack: strangers leave the unit out where it is plain. */
function withoutUnit({ dashboards }: Subjects): readonly Finding[] {
  return dashboards.flatMap(({ panels }) =>
    panels
      .filter(({ unit, type }) => unit === '' && !withoutNumbers.includes(type))
      .map((panel) =>
        findingAbout(panel, {
          message: `the panel "${panel.title}" shows numbers without a unit`,
          hint: 'Set `unit` to a Grafana unit id: s, bytes, percentunit, reqps; `short` for plain counts.',
        }),
      ),
  )
}

function misfits(subjects: Subjects, world: World): readonly Finding[] {
  return readingsOf(subjects, world).all.flatMap((reading) => {
    const { subject, expr } = reading
    if (subject.where !== 'panel' || subject.hidden) return []
    const { panel } = subject
    if (panel.unit === '' || panel.transformed || ofSeveral.includes(panel.type)) return []
    const unit = measuredIn(reading, world)
    const better = unit === null ? null : fitOf(unit, panel.unit)
    if (unit === null || better === null) return []
    return [
      findingAt(subject, expr, {
        severity: world.ours ? 'error' : 'warning',
        message: `the panel "${panel.title}" shows ${measureOf(unit)} in the unit ${panel.unit}`,
        hint: `Use ${better}, or convert the value.`,
      }),
    ]
  })
}

/** The unit of a result; `null` when it is not known for sure. */
function measuredIn({ selectors, parts, binaries, result }: Reading, { mode }: World): Unit | null {
  const unit = unitOf(result)
  // Seconds per second are as good as seconds; what buckets count is shown by what they observe.
  const isBusyTime = unit === 'ratio' && parts.some(isRate) && !binaries.some(({ operator }) => operator === '/')
  if (kindOf(result) === 'bucket' || isBusyTime) return null
  if (mode === 'open' && selectors.some((selector) => isMisnamed(nameOf(selector) ?? ''))) return null
  return unit
}

function isMisnamed(name: string): boolean {
  return /_(bytes|seconds)(_total|_sum|_bucket)?$/.test(name) ? thousandths.test(name) : otherMeasure.test(name)
}

const thousandths = /[kmg]i?bytes|milli|micro|nano/i
/** Names that say a measure where the conventions do not look for it. */
const otherMeasure = /bytes|bits|seconds|milli|micro|nano|time|duration|latency|_(ms|us|ns|kb|mb)(_|$)/i

function isRate(part: Expr): boolean {
  return part.kind === 'call' && (part.name.text === 'rate' || part.name.text === 'irate')
}
