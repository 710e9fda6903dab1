import { suggest } from '../errors/suggest.ts'
import type { VectorSelector } from '../promql/ast.ts'
import type { World as InferWorld } from '../promql/infer/world.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import { isReplaced, nameOf } from './readings.ts'
import type { World } from './world.ts'

/** Every metric of a query exists: something emits it, and nothing drops it on its way. */
export const queryMetric: ReadingCheck = {
  kind: 'reading',
  id: 'query-metric',
  severity: 'error',
  inspect({ subject, selectors }, world, known) {
    if (world.mode === 'open') return []
    return findingsAmong(selectors, (selector) => {
      const span = spanOfName(selector)
      const fault = isReplaced(subject, span) ? null : faultOf(nameOf(selector), world, known)
      return fault === null ? null : findingAt(subject, span, fault)
    })
  },
}

function spanOfName(selector: VectorSelector) {
  return selector.name ?? selector.matchers.find(({ label }) => label.text === '__name__')?.value ?? selector
}

function faultOf(name: string | null, { catalog, ours }: World, known: InferWorld) {
  if (name === null) return null
  const series = catalog.seriesNamed(name)
  if (series === null && known.series(name).length > 0) return null
  if (series === null) {
    const names = [...known.names()]
    // A rule that records nothing is told of where its own query asks for what is not there.
    if (names.includes(name)) return null
    return catalog.entries.get(name)?.family.type === 'histogram' ? baseOfHistogram(name) : unknown(name, names, ours)
  }
  if (series.family.emitter === 'declared')
    return {
      message: `nothing in the stack emits ${name}: it is only declared`,
      hint: 'Use a metric that something emits.',
    }
  if (series.jobs.length === 0 && series.droppedBy.length > 0)
    return {
      message: `${name} is dropped by the metric relabelling of ${series.droppedBy.join(', ')}`,
      hint: 'Keep it there, or do without it.',
    }
  return null
}

function baseOfHistogram(name: string) {
  return {
    message: `${name} is a histogram; its base name has no series`,
    hint: `Use ${name}_bucket, ${name}_sum or ${name}_count.`,
  }
}

/** Of thousands of names only the nearest is of use. */
function unknown(name: string, names: readonly string[], ours: boolean) {
  const nearest = suggest(name, names)
  const source = ours ? 'Add a scrape job that exposes it' : 'Name what exposes it with --catalog'
  return {
    message: `there is no metric ${name} in the catalog`,
    hint: nearest === null ? `${source}, or correct the name.` : `Did you mean ${nearest}?`,
  }
}
