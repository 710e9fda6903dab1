import type { Model, ModelSystem } from '../model/model.ts'
import { rulesOf } from '../model/rules.ts'
import type { Emitter, MetricFamily } from '../spec/metrics.ts'

/** A metric of a system, as its page shows it. */
export interface SystemMetric {
  readonly family: MetricFamily
  readonly documented: boolean
  /** Who emits it, and in which job. */
  readonly sources: readonly string[]
}

const emitters: Readonly<Record<Emitter, string>> = {
  exporter: "Belfry's exporter",
  stock: 'stock exporter',
  native: 'the system itself',
  declared: 'nobody',
}

/**
 * What is emitted about a system: all that tells of it, but of the many families of stock exporters those that its rules
 * and panels ask for. Documented ones come first.
 */
export function metricsOf(model: Model, system: ModelSystem): readonly SystemMetric[] {
  const asked = namesAskedFor(model, system.name)
  const isAsked = ({ name }: MetricFamily) =>
    ['', '_bucket', '_sum', '_count'].some((suffix) => asked.has(`${name}${suffix}`))
  const own = system.families.filter((family) => family.emitter !== 'stock' || isAsked(family))
  const others = [...model.catalog.entries.values()].map(({ family }) => family).filter(isAsked)
  const families = [...new Map([...own, ...others].map((family) => [family.name, family])).values()]
  const isDocumented = ({ name }: MetricFamily) => system.documented.includes(name)
  return [...families.filter(isDocumented), ...families.filter((family) => !isDocumented(family))].map((family) => ({
    family,
    documented: isDocumented(family),
    sources: sourcesOf(model, family),
  }))
}

/** Every name in the queries of a system; those that are no metric do no harm. */
function namesAskedFor(model: Model, system: string): ReadonlySet<string> {
  const rules = rulesOf({ ruleFiles: model.ruleFiles.filter((file) => file.system === system) })
  const panels = model.dashboards.filter((one) => one.system === system).flatMap(({ rows }) => rows)
  const queries = [
    ...rules.map(({ expr }) => expr.text),
    ...panels.flatMap((row) => row.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr.text))),
  ]
  return new Set(queries.flatMap((query) => query.match(/[a-zA-Z_:][\w:]*/g) ?? []))
}

function sourcesOf(model: Model, { name, type, emitter }: MetricFamily): readonly string[] {
  const jobs = model.prometheus.jobs.flatMap((job) =>
    job.families.filter((family) => family.name === name).map((family) => ({ job: job.name, emitter: family.emitter })),
  )
  const series = model.catalog.seriesNamed(type === 'histogram' ? `${name}_bucket` : name)
  const kept = jobs.filter(({ job }) => series?.droppedBy.includes(job) !== true)
  if (kept.length === 0) return [emitters[emitter ?? 'declared']]
  return kept.map((one) => `${emitters[one.emitter ?? 'declared']} (\`${one.job}\`)`)
}
