import type { VectorSelector } from '../../promql/ast.ts'
import { toMilliseconds } from '../../spec/duration.ts'
import type { JobSeries } from '../catalog.ts'
import type { Model, ScrapeJob } from '../model.ts'
import { matches } from '../routing/match-alert.ts'

/** How long a fault takes at worst until Prometheus has a sample that shows it, in milliseconds. */
export interface SourceDelay {
  /** Age that a sample can have when it is scraped: caches and schedules of the exporter. */
  readonly collect: number
  /** The fault comes just after a scrape, and the next one takes all the time that it may. */
  readonly scrape: number
  /** How much longer it takes until series are known to be gone whose target is no longer discovered. */
  readonly vanish: number
}

/** The sources of a selector, each with its worst case; none for what Prometheus evaluates itself, as `ALERTS`. */
export function sourceDelays(selector: VectorSelector, model: Model): readonly SourceDelay[] {
  const name =
    selector.name?.text ?? selector.matchers.find(({ label }) => label.text === '__name__')?.value.value ?? ''
  const sources = sourcesNamed(name, model)
  return selector.matchers.length === 0 ? sources : sources.filter(({ series }) => canSelect(selector, series))
}

interface Source extends SourceDelay {
  readonly series: JobSeries
}

const known = new WeakMap<Model, Map<string, readonly Source[]>>()

/** All sources of a metric; thousands of selectors ask for the same ones. */
function sourcesNamed(name: string, model: Model): readonly Source[] {
  const byName = known.get(model) ?? new Map<string, readonly Source[]>()
  known.set(model, byName)
  const found = byName.get(name)
  if (found !== undefined) return found
  const sources = (model.catalog.seriesNamed(name)?.jobs ?? []).flatMap((series) => {
    const job = model.prometheus.jobs.find((one) => one.name === series.job)
    return job === undefined ? [] : [{ series, ...delayOf(series, job, model) }]
  })
  byName.set(name, sources)
  return sources
}

function delayOf({ family }: JobSeries, job: ScrapeJob, { exporter }: Model): SourceDelay {
  const interval = toMilliseconds(job.interval)
  return {
    collect: (family.emitter === 'exporter' ? toMilliseconds(exporter.cacheTtl) : 0) + toMilliseconds(family.age),
    scrape: interval + toMilliseconds(job.timeout),
    vanish: isDiscovered(job) ? interval * intervalsToVanish : 0,
  }
}

function canSelect({ matchers }: VectorSelector, { labels }: JobSeries): boolean {
  return matchers.every(({ label, operator, value }) => {
    const values = labels.labels.get(label.text)?.values ?? null
    if (label.text === '__name__' || values === null) return true
    const matcher = { label: label.text, operator, value: value.value }
    return values.some((one) => matches(matcher, one))
  })
}

/** A scrape that fails marks its series stale at once, and a static target is scraped for ever. */
function isDiscovered({ targets }: ScrapeJob): boolean {
  return targets.some(({ kind }) => kind !== 'static')
}

/** Prometheus waits for two more intervals and a tenth, one of which the scrape counts already, in case the target comes back. */
const intervalsToVanish = 1.1
