import { readFile } from 'node:fs/promises'
import { captureFamilies } from '../catalog/capture.ts'
import { parseExposition } from '../catalog/parse-exposition.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import { prometheusClient } from '../live/prometheus.ts'
import { request } from '../live/request.ts'
import { buildCatalog, type Catalog } from '../model/catalog.ts'
import { family, type MetricFamily, type MetricType } from '../spec/metrics.ts'

/** Labels that scraping adds, whatever their values. */
const targetLabels = ['job', 'instance']

/**
 * The catalog at an address: the URL of a Prometheus, the URL of an exposition (`…/metrics`), or a file that holds one.
 * Values of labels are taken as not known: those of one moment are not all.
 *
 * @param mentioned - whether a name occurs in what is to be checked; only of those the buckets are asked for.
 * @throws BelfryError when it cannot be read.
 */
export async function foreignCatalog(address: string, mentioned: (name: string) => boolean): Promise<Catalog> {
  if (!/^https?:\/\//.test(address)) return catalogOfExposition(address, await textOfFile(address))
  const url = urlOf(address)
  if (!/\/(?:metrics|federate)\/?$/.test(url.pathname)) return catalogOfPrometheus(address, mentioned)
  const { status, text } = await request({ url: url.origin }, `${url.pathname}${url.search}`)
  if (status >= 300) throw new BelfryError('REQUEST_FAILED', `${url.origin}${url.pathname}: status ${status}`)
  return catalogOfExposition(`${url.origin}${url.pathname}`, text)
}

function catalogOfExposition(address: string, text: string): Catalog {
  const exposition = parseExposition(text)
  const [fault] = exposition.faults
  if (fault !== undefined)
    throw new BelfryError('CONFIG_INVALID', `${address}:${fault.line}:${fault.column}: ${fault.message}`, {
      hint: 'A catalog is an exposition, as a program shows it at /metrics, or a running Prometheus.',
    })
  const { families } = captureFamilies([exposition])
  if (families.length === 0) throw new BelfryError('CONFIG_INVALID', `${address}: no metrics`)
  return catalogOf(
    families.map(({ name, type, labels, buckets, quantiles }) => {
      const always = labels.filter((label) => label.always).map((label) => label.name)
      const names = labels.map((label) => label.name)
      return foreignFamily(name, type, { labels: names, always, buckets, quantiles })
    }),
    // Scraping may add any label.
    'file',
  )
}

async function catalogOfPrometheus(url: string, mentioned: (name: string) => boolean): Promise<Catalog> {
  const client = prometheusClient({ url })
  const [metadata, names, labels] = await Promise.all([
    client.metadata(),
    client.labelValues('__name__'),
    client.labelNames(),
  ])
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
  return catalogOf([...families.values()], 'static')
}

interface FamilyFacts {
  readonly labels: readonly string[]
  readonly always: readonly string[]
  readonly buckets: readonly number[]
  readonly quantiles: readonly number[]
}

function foreignFamily(
  name: string,
  type: MetricType,
  { labels, always, buckets, quantiles }: FamilyFacts,
): MetricFamily {
  const own = labels.filter((label) => !['le', 'quantile', '__name__'].includes(label))
  const all = [...new Set([...own, ...targetLabels])]
  const sometimes = all.filter((label) => targetLabels.includes(label) || !always.includes(label))
  const place = { file: '<catalog>', line: 1, column: 1 }
  return family(name, type, { help: '', labels: all, sometimes, buckets, quantiles, emitter: 'native' }, place)
}

function catalogOf(families: readonly MetricFamily[], kind: string): Catalog {
  // With labels honoured, the job and the instance that a family may bring along leave theirs open.
  return buildCatalog([{ name: 'catalog', families, honorLabels: true, targets: [{ kind, targets: ['catalog'] }] }])
}

function typeNamed(type: string): MetricType {
  const known: readonly MetricType[] = ['counter', 'gauge', 'histogram', 'summary', 'info']
  return known.find((one) => one === type) ?? 'unknown'
}

async function textOfFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new BelfryError('BAD_OPTION', `--catalog ${path}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}

function urlOf(address: string): URL {
  try {
    return new URL(address)
  } catch (cause) {
    throw new BelfryError('BAD_OPTION', `--catalog ${address}: not a URL`, { cause })
  }
}
