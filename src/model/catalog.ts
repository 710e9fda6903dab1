import { defineMetrics, gauge, type MetricFamily } from '../spec/metrics.ts'
import type { RelabelRule } from '../spec/scrape.ts'
import { type LabelFact, type LabelSet, mergeLabelSets } from './label-set.ts'
import { relabel } from './relabel.ts'
import { emittedSeries, type SeriesSuffix, seriesName, seriesSuffixes } from './series.ts'
import { type TargetSource, targetLabels } from './target-labels.ts'

/** A family as the stack has it: what is emitted, by which scrape jobs. */
export interface CatalogEntry {
  readonly family: MetricFamily
  /** Names of the jobs that expose it. */
  readonly jobs: readonly string[]
}

/** A series as one job stores it. */
export interface JobSeries {
  readonly job: string
  readonly family: MetricFamily
  /** Labels of the emitter and of the target, after all relabelling; without `__name__` and external labels. */
  readonly labels: LabelSet
}

/** What a name that a query may select stands for. */
export interface Series {
  readonly name: string
  /** That of the first job, where several jobs expose the name. */
  readonly family: MetricFamily
  readonly suffix: SeriesSuffix
  /** Jobs that store it; empty for what is evaluated (`ALERTS`) and where all jobs drop it. */
  readonly jobs: readonly JobSeries[]
  /** Jobs that expose it and whose `metric_relabel_configs` drop it. */
  readonly droppedBy: readonly string[]
  /** Labels of the series of all jobs together. */
  readonly labels: LabelSet
}

/** All metric families of the stack, and the series that they make in Prometheus. */
export interface Catalog {
  /** Families by name, as exporters expose them. */
  readonly entries: ReadonlyMap<string, CatalogEntry>
  /** The series of a name, those that Prometheus itself adds included; `null` when there are none. */
  seriesNamed(name: string): Series | null
  /** All names that have series. */
  seriesNames(): readonly string[]
}

/** What the catalog takes from a scrape job. */
export interface CatalogJob extends TargetSource {
  readonly families: readonly MetricFamily[]
  readonly honorLabels?: boolean
  readonly metricRelabel?: readonly RelabelRule[]
}

/** What the catalog takes from Prometheus. */
export interface CatalogSettings {
  /** Its version, which decides how the bounds of buckets are written. @default '3.5.0' */
  readonly prometheusVersion?: string
}

/** Gathers the families of all jobs; series are worked out when they are asked for. */
export function buildCatalog(jobs: readonly CatalogJob[], settings: CatalogSettings = {}): Catalog {
  const entries = new Map<string, CatalogEntry>()
  for (const job of jobs) {
    for (const family of job.families) {
      const known = entries.get(family.name)
      entries.set(family.name, { family, jobs: [...(known?.jobs ?? []), job.name] })
    }
  }
  const canonical = Number.parseInt(settings.prometheusVersion ?? '3', 10) >= 3
  let index: ReadonlyMap<string, readonly Emission[]> | null = null
  const all = () => {
    index ??= indexSeries(jobs, canonical)
    return index
  }
  const known = new Map<string, Series | null>()
  return {
    entries,
    seriesNamed: (name) => {
      const found = known.get(name)
      if (found !== undefined) return found
      const emissions = all().get(name)
      const series = emissions === undefined ? (evaluatedSeries.get(name) ?? null) : gather(name, emissions)
      known.set(name, series)
      return series
    },
    seriesNames: () => [...all().keys(), ...evaluatedSeries.keys()],
  }
}

/** One series of one job, its labels not yet worked out. */
interface Emission {
  readonly job: string
  readonly family: MetricFamily
  readonly suffix: SeriesSuffix
  /** `null` when it is dropped. */
  readonly labels: () => LabelSet | null
}

function indexSeries(jobs: readonly CatalogJob[], canonical: boolean): ReadonlyMap<string, readonly Emission[]> {
  const index = new Map<string, Emission[]>()
  const add = (name: string, emission: Emission) => {
    const known = index.get(name)
    if (known === undefined) index.set(name, [emission])
    else known.push(emission)
  }
  for (const job of jobs) {
    const target = targetLabels(job)
    if (target === null) continue
    const rules = job.metricRelabel ?? []
    const renames = rules.some(mayRename)
    for (const family of job.families)
      for (const suffix of seriesSuffixes(family)) {
        const exposed = seriesName(family, suffix)
        const stored = () => {
          const scraped = scrapedLabels(
            emittedSeries(family, suffix, canonical).labels,
            target,
            job.honorLabels === true,
          )
          scraped.set('__name__', { certain: true, values: [exposed] })
          return relabel({ labels: scraped, open: target.open }, rules)
        }
        const names = renames ? (stored()?.labels.get('__name__')?.values ?? [exposed]) : [exposed]
        for (const name of names) add(name, { job: job.name, family, suffix, labels: stored })
      }
    // What Prometheus adds to each scrape has the labels of the target, and is not relabelled.
    for (const family of scrapeFamilies) add(family.name, { job: job.name, family, suffix: '', labels: () => target })
  }
  return index
}

function mayRename({ action = 'replace', targetLabel = '' }: RelabelRule): boolean {
  return action === 'labelmap' || targetLabel === '__name__' || targetLabel.includes('$')
}

/** Puts the labels of the target on those of the emitter; where both have one, the emitter's is renamed or wins. */
function scrapedLabels(
  emitted: ReadonlyMap<string, LabelFact>,
  target: LabelSet,
  honorLabels: boolean,
): Map<string, LabelFact> {
  const labels = new Map(target.labels)
  for (const [name, fact] of emitted) {
    const own = target.labels.get(name)
    if (own === undefined) labels.set(name, fact)
    else if (!honorLabels) labels.set(`exported_${name}`, fact)
    else if (fact.certain) labels.set(name, fact)
    else
      labels.set(name, {
        certain: own.certain,
        values: own.values === null || fact.values === null ? null : [...new Set([...fact.values, ...own.values])],
      })
  }
  return labels
}

function gather(name: string, emissions: readonly Emission[]): Series | null {
  const [first] = emissions
  if (first === undefined) return null
  const results = emissions.map(({ job, family, labels }) => ({ job, family, labels: withoutName(labels()) }))
  const jobs = results.flatMap(({ job, family, labels }) => (labels === null ? [] : [{ job, family, labels }]))
  return {
    name,
    family: jobs[0]?.family ?? first.family,
    suffix: first.suffix,
    jobs,
    droppedBy: results.flatMap(({ job, labels }) => (labels === null ? [job] : [])),
    labels: mergeLabelSets(jobs.map(({ labels }) => labels)),
  }
}

function withoutName(set: LabelSet | null): LabelSet | null {
  return set === null ? null : { ...set, labels: new Map([...set.labels].filter(([name]) => !name.startsWith('__'))) }
}

/** What Prometheus stores of each scrape. */
const scrapeFamilies: readonly MetricFamily[] = Object.values(
  defineMetrics('native', {
    up: gauge('up', { help: 'Whether the target answered its last scrape (1) or not (0).' }),
    duration: gauge('scrape_duration_seconds', { help: 'Time that the last scrape took, in seconds.' }),
    scraped: gauge('scrape_samples_scraped', { help: 'Samples that the target exposed.' }),
    stored: gauge('scrape_samples_post_metric_relabeling', { help: 'Samples that were left after relabelling.' }),
    added: gauge('scrape_series_added', { help: 'Series that the last scrape saw for the first time.' }),
  }),
)

/** What Prometheus stores of its alerts. They have the labels of the alerts as well. */
const evaluatedSeries: ReadonlyMap<string, Series> = new Map(
  Object.values(
    defineMetrics('native', {
      alerts: gauge('ALERTS', {
        help: 'Constant 1 for each alert that is pending or fires.',
        labels: ['alertname', 'alertstate'],
        values: { alertstate: ['pending', 'firing'] },
        vanishes: true,
      }),
      since: gauge('ALERTS_FOR_STATE', {
        help: 'When each alert became active, in Unix time.',
        labels: ['alertname'],
        vanishes: true,
      }),
    }),
  ).map((family) => [
    family.name,
    {
      name: family.name,
      family,
      suffix: '',
      jobs: [],
      droppedBy: [],
      labels: { labels: emittedSeries(family, '', true).labels, open: 'any' },
    },
  ]),
)
