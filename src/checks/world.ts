import { buildCatalog, type Catalog } from '../model/catalog.ts'
import type { Alertmanager, Model } from '../model/model.ts'
import type { PromqlVersion } from '../promql/versions.ts'
import type { Labels } from '../spec/labels.ts'

/** What is known about where queries run. */
export interface World {
  /** `closed`: what is not in the catalog does not exist. `open`: a metric and its labels may be there. */
  readonly mode: 'closed' | 'open'
  /** Empty in an open world. */
  readonly catalog: Catalog
  readonly version: PromqlVersion
  /** What is added to alerts that leave Prometheus. */
  readonly externalLabels: Labels
  /** How long samples are kept, as Prometheus writes it; empty when not known. */
  readonly retention: string
  /** The scrape interval of a job, as Prometheus writes it; empty when not known. */
  scrapeInterval(job: string): string
  /** Of rule groups without one of their own; empty when not known. */
  readonly evaluationInterval: string
  /** Whether the queries are those of the stack, which keeps stricter habits than strangers have to. */
  readonly ours: boolean
  /** Where alerts go; `null` when not known. */
  readonly alertmanager: Alertmanager | null
}

/** The closed world of a model. */
export function worldOf(model: Model): World {
  const { jobs, retentionTime, scrapeInterval, evaluationInterval } = model.prometheus
  const intervals = new Map(jobs.map((job) => [job.name, job.interval]))
  return {
    mode: 'closed',
    catalog: model.catalog,
    version: versionOf(model.engines.prometheus.version),
    externalLabels: model.externalLabels,
    retention: retentionTime,
    scrapeInterval: (job) => intervals.get(job) ?? scrapeInterval,
    evaluationInterval,
    ours: true,
    alertmanager: model.alertmanager,
  }
}

/** A world of which nothing is known; with a catalog, one of which only the metrics are. */
export function foreignWorld(catalog: Catalog | null): World {
  return {
    mode: catalog === null ? 'open' : 'closed',
    catalog: catalog ?? buildCatalog([]),
    version: '3.x',
    externalLabels: {},
    retention: '',
    scrapeInterval: () => '',
    evaluationInterval: '',
    ours: false,
    alertmanager: null,
  }
}

function versionOf(version: string): PromqlVersion {
  return Number.parseInt(version, 10) >= 3 ? '3.x' : '2.42'
}
