import type { MetricFamily } from '../spec/metrics.ts'

/**
 * Adds a series to the collection. The last value of a label set wins.
 *
 * @param value - `null` and NaN stand for unknown: no series.
 */
export type Sample = <L extends string>(
  family: MetricFamily<L>,
  labels: Readonly<Record<NoInfer<L>, string>>,
  value: number | null,
) => void

export interface SampledSeries {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface SampledFamily {
  readonly family: MetricFamily
  readonly series: readonly SampledSeries[]
}

/** What one collection found; nothing of an earlier one is in it. */
export interface Snapshot {
  readonly families: readonly SampledFamily[]
}

export interface SampleSet {
  readonly sample: Sample
  /** Series left out, by family; families that are complete are not in it. */
  dropped(): ReadonlyMap<string, number>
  snapshot(): Snapshot
}

/**
 * Gathers series, at most `limit` of each family.
 *
 * @param limit - a source that grows without bound must not grow Prometheus with it.
 */
export function createSampleSet(limit: number): SampleSet {
  const families = new Map<string, { family: MetricFamily; series: Map<string, SampledSeries>; dropped: number }>()
  const interned = new Map<string, Readonly<Record<string, string>>>()

  const sample: Sample = (family, labels, value) => {
    if (value === null || Number.isNaN(value)) return
    let entry = families.get(family.name)
    if (entry === undefined) {
      entry = { family, series: new Map(), dropped: 0 }
      families.set(family.name, entry)
    }
    const given: Readonly<Record<string, string>> = labels
    let key = ''
    // No clean value holds a NUL, so that no two label sets share a key.
    for (const label of family.labels) key += `${cleanValue(given[label])}\0`
    if (entry.series.has(key) || entry.series.size < limit)
      entry.series.set(key, { labels: internLabels(family.labels, key), value })
    else entry.dropped += 1
  }

  /** One object for the label sets of all families that are alike, so that each is printed once. */
  function internLabels(names: readonly string[], key: string): Readonly<Record<string, string>> {
    const id = `${names.join()}\0${key}`
    let labels = interned.get(id)
    if (labels === undefined) {
      const values = key.split('\0')
      labels = Object.fromEntries(names.map((name, position) => [name, values[position] ?? '']))
      interned.set(id, labels)
    }
    return labels
  }

  return {
    sample,
    dropped: () =>
      new Map([...families].filter(([, { dropped }]) => dropped > 0).map(([name, { dropped }]) => [name, dropped])),
    snapshot: () => ({
      families: [...families.values()].map(({ family, series }) => ({ family, series: [...series.values()] })),
    }),
  }
}

/** The text format escapes the rest, but its readers end at a NUL. */
function cleanValue(value: string | undefined): string {
  const text = String(value ?? '')
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}
