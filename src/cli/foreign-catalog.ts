import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { request } from '../live/request.ts'
import { loadMetrics } from '../loader/load-metrics.ts'
import { buildCatalog, type Catalog, type CatalogJob } from '../model/catalog.ts'
import type { MetricFamily } from '../spec/metrics.ts'
import { catalogHint, familiesOfExposition } from './families-of-exposition.ts'
import { familiesOfPrometheus } from './families-of-prometheus.ts'
import { scrapedFamily } from './foreign-family.ts'
import { installDir } from './paths.ts'

/**
 * The catalog at addresses: each the URL of a Prometheus, the URL of an exposition (`…/metrics`), a file that holds
 * one, or a file of TypeScript that exports families.
 *
 * @param mentioned - whether a name occurs in what is to be checked; only of those a Prometheus is asked for the buckets.
 * @throws BelfryError when one cannot be read.
 */
export async function foreignCatalog(
  addresses: readonly string[],
  mentioned: (name: string) => boolean,
): Promise<Catalog> {
  return buildCatalog(await Promise.all(addresses.map((address) => jobAt(address, mentioned))))
}

async function jobAt(address: string, mentioned: (name: string) => boolean): Promise<CatalogJob> {
  if (!/^https?:\/\//.test(address)) return opened(address, await familiesOfFile(address))
  const url = urlOf(address)
  if (!/\/(?:metrics|federate)\/?$/.test(url.pathname))
    return jobOf(address, await familiesOfPrometheus(address, mentioned), 'static')
  const place = `${url.origin}${url.pathname}`
  const { status, text } = await request({ url: url.origin }, `${url.pathname}${url.search}`, { accept: 'text/plain' })
  if (status >= 300) throw new BelfryError('REQUEST_FAILED', `${place}: status ${status}`)
  return opened(address, familiesOfExposition(place, text))
}

async function familiesOfFile(path: string): Promise<readonly MetricFamily[]> {
  if (!/\.[cm]?[jt]s$/.test(path)) return familiesOfExposition(path, await textOfFile(path))
  await textOfFile(path)
  return (await loadMetrics(path, join(installDir(), 'src/index.ts'))).map(scrapedFamily)
}

/** Scraping may add any label to what a program shows. */
function opened(address: string, families: readonly MetricFamily[]): CatalogJob {
  return jobOf(address, families, 'file')
}

/** With labels honoured, the job and the instance that a family may bring along leave theirs open. */
function jobOf(address: string, families: readonly MetricFamily[], kind: string): CatalogJob {
  return { name: address, families, honorLabels: true, targets: [{ kind, targets: ['catalog'] }] }
}

async function textOfFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    const reasons: Partial<Record<string, string>> = { ENOENT: 'there is no such file', EISDIR: 'a folder' }
    throw new BelfryError('BAD_OPTION', `--catalog ${path}: ${reasons[String(code)] ?? cause}`, {
      hint: catalogHint,
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
