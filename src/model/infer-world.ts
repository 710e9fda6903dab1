import type { LabelSet } from '../promql/infer/label-set.ts'
import { withRecordings } from '../promql/infer/recording.ts'
import type { ValueKind } from '../promql/infer/shape.ts'
import type { Unit } from '../promql/infer/unit.ts'
import { defaultRange, type World as InferWorld, type SeriesInfo } from '../promql/infer/world.ts'
import { parsePromql } from '../promql/parse.ts'
import type { MetricFamily } from '../spec/metrics.ts'
import type { Catalog, Series } from './catalog.ts'
import type { LabelSet as CatalogLabels } from './label-set.ts'
import type { Model } from './model.ts'
import { recordingsOf } from './rules.ts'

/** The catalog and the recording rules of a model. */
export function inferWorldOfModel(model: Model): InferWorld {
  const recordings = recordingsOf(model).flatMap(({ name, labels, expr: { text } }) => {
    const expr = parsePromql(text).node
    return expr === null ? [] : [{ name, expr, labels }]
  })
  return withRecordings(inferWorldOf(model.catalog), recordings)
}

/** The catalog as inference asks for it. */
export function inferWorldOf(catalog: Catalog, mode: InferWorld['mode'] = 'closed'): InferWorld {
  const known = new Map<string, readonly SeriesInfo[]>()
  return {
    mode,
    names: () => catalog.seriesNames(),
    series(name) {
      const found = known.get(name)
      if (found !== undefined) return found
      const series = catalog.seriesNamed(name)
      const infos = series === null ? [] : seriesInfos(series)
      known.set(name, infos)
      return infos
    },
  }
}

function seriesInfos(series: Series): readonly SeriesInfo[] {
  const describe = (family: MetricFamily, labels: CatalogLabels, jobs: readonly string[]): SeriesInfo => {
    const kind = kindOf(family, series)
    const unit = unitOf(family, kind)
    return {
      name: series.name,
      labels: convert(labels),
      kind,
      unit,
      range: defaultRange(kind, unit),
      jobs,
      repeated: family.scope === 'cluster',
      vanishes: family.vanishes,
    }
  }
  // What Prometheus evaluates itself (`ALERTS`) belongs to no job.
  if (series.jobs.length === 0 && series.droppedBy.length === 0) return [describe(series.family, series.labels, [])]
  return series.jobs.map(({ family, labels, job }) => describe(family, labels, [job]))
}

function convert({ labels, open }: CatalogLabels): LabelSet {
  return { labels, others: open !== 'none' }
}

function kindOf({ name, type }: MetricFamily, { suffix }: Series): ValueKind {
  if (suffix !== '') return suffix
  if (type === 'counter' || type === 'info') return type
  if (type === 'summary') return 'quantile'
  if (/(^|_)up$/.test(name)) return 'boolean'
  if (/_(timestamp|time)_seconds$/.test(name)) return 'timestamp'
  return type === 'gauge' ? 'gauge' : 'unknown'
}

/** A family that declares no unit may still have one. */
function unitOf({ unit }: MetricFamily, kind: ValueKind): Unit {
  if (kind === 'count') return 'none'
  return unit === 'none' ? 'unknown' : unit
}
