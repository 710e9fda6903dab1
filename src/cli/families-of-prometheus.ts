import { BelfryError } from '../errors/belfry-error.ts'
import { type PrometheusClient, prometheusClient } from '../live/prometheus.ts'
import type { MetricFamily, MetricType } from '../spec/metrics.ts'
import { catalogHint } from './families-of-exposition.ts'
import { foreignFamily } from './foreign-family.ts'

/**
 * The families that a running Prometheus stores, and those of its targets.
 *
 * @param mentioned - whether a name is of interest; only of those the buckets are asked for.
 * @throws BelfryError `REQUEST_FAILED`.
 */
export async function familiesOfPrometheus(
  url: string,
  mentioned: (name: string) => boolean,
): Promise<readonly MetricFamily[]> {
  const client = prometheusClient({ url })
  const { metadata, names, labels } = await overview(client)
  const stored = new Set(names)
  const families = new Map<string, MetricFamily>()
  const covered = new Set<string>()
  for (const [exposed, [first]] of Object.entries(metadata)) {
    const type = typeNamed(first?.type ?? '')
    // OpenMetrics leaves the ending of a counter out of its name.
    const name =
      type === 'counter' && !stored.has(exposed) && stored.has(`${exposed}_total`) ? `${exposed}_total` : exposed
    // A native histogram is stored under its own name.
    if (type === 'histogram' && stored.has(name)) continue
    const buckets =
      type === 'histogram' && mentioned(`${name}_bucket`) ? await client.labelValues('le', [`${name}_bucket`]) : []
    const bounds = buckets.map(Number).filter(Number.isFinite)
    families.set(name, foreignFamily(name, type, { labels, always: [], buckets: bounds, quantiles: [] }))
    for (const suffix of ['', '_bucket', '_sum', '_count']) covered.add(`${name}${suffix}`)
  }
  for (const name of names)
    if (!covered.has(name))
      families.set(name, foreignFamily(name, 'unknown', { labels, always: [], buckets: [], quantiles: [] }))
  return [...families.values()]
}

async function overview(client: PrometheusClient) {
  try {
    const [metadata, names, labels] = await Promise.all([
      client.metadata(),
      client.labelValues('__name__'),
      client.labelNames(),
    ])
    return { metadata, names, labels }
  } catch (cause) {
    if (!(cause instanceof BelfryError)) throw cause
    throw new BelfryError(cause.code, cause.message, { hint: catalogHint, cause })
  }
}

function typeNamed(type: string): MetricType {
  const known: readonly MetricType[] = ['counter', 'gauge', 'histogram', 'summary', 'info']
  return known.find((one) => one === type) ?? 'unknown'
}
