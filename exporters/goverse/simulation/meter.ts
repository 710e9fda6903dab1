import type { MetricFamily } from '#belfry'

type LabelValues = Readonly<Record<string, string>>

/** The metrics of one simulated process, printed as Go's client library prints them. */
export interface Meter {
  add<L extends string>(family: MetricFamily<L>, labels: Readonly<Record<NoInfer<L>, string>>, by?: number): void
  set<L extends string>(family: MetricFamily<L>, labels: Readonly<Record<NoInfer<L>, string>>, value: number): void
  observe<L extends string>(family: MetricFamily<L>, labels: Readonly<Record<NoInfer<L>, string>>, value: number): void
  /** A family without series is not printed at all. */
  text(): string
}

interface Series {
  readonly labels: LabelValues
  value: number
  /** Of a histogram: observations up to each bound, not cumulative; the last is beyond all bounds. */
  readonly buckets: number[]
}

export function createMeter(): Meter {
  const families = new Map<string, { readonly family: MetricFamily; readonly series: Map<string, Series> }>()

  const seriesOf = (family: MetricFamily, labels: LabelValues): Series => {
    const known = families.get(family.name) ?? { family, series: new Map<string, Series>() }
    families.set(family.name, known)
    const key = JSON.stringify(labels)
    const series = known.series.get(key) ?? { labels, value: 0, buckets: [...family.buckets, 0].map(() => 0) }
    known.series.set(key, series)
    return series
  }

  return {
    add: (family, labels, by = 1) => {
      seriesOf(family, labels).value += by
    },
    set: (family, labels, value) => {
      seriesOf(family, labels).value = value
    },
    observe: (family, labels, value) => {
      const series = seriesOf(family, labels)
      const index = family.buckets.findIndex((bound) => value <= bound)
      const place = index < 0 ? family.buckets.length : index
      series.value += value
      series.buckets[place] = (series.buckets[place] ?? 0) + 1
    },
    text: () =>
      [...families.values()]
        .sort((a, b) => (a.family.name < b.family.name ? -1 : 1))
        .map(({ family, series }) => printFamily(family, [...series.values()]))
        .join(''),
  }
}

function printFamily({ name, help, type, buckets }: MetricFamily, series: readonly Series[]): string {
  const lines = series.flatMap((one) =>
    type === 'histogram' ? printHistogram(name, buckets, one) : [`${name}${printLabels(one.labels)} ${one.value}`],
  )
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n')
}

function printHistogram(
  name: string,
  bounds: readonly number[],
  { labels, value, buckets }: Series,
): readonly string[] {
  let count = 0
  const lines = [...bounds.map(String), '+Inf'].map((le, index) => {
    count += buckets[index] ?? 0
    return `${name}_bucket${printLabels(labels, le)} ${count}`
  })
  return [...lines, `${name}_sum${printLabels(labels)} ${value}`, `${name}_count${printLabels(labels)} ${count}`]
}

/** Go sorts labels by name, and puts the bound of a bucket last. */
function printLabels(labels: LabelValues, le?: string): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${escapeValue(value)}"`)
  const all = le === undefined ? pairs : [...pairs, `le="${le}"`]
  return all.length === 0 ? '' : `{${all.join(',')}}`
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
