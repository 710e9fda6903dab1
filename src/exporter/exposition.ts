import { gzip } from '../http/send-body.ts'
import { contentTypes, type Format, type MetricRegistry } from './registry.ts'
import type { Snapshot } from './sample-set.ts'

/** The text of one snapshot in one format, made once for however many scrapes share the snapshot. */
export interface Exposition {
  readonly type: string
  readonly text: string
  gzipped(): Promise<Buffer>
}

/**
 * Prints snapshots; a snapshot that is served again is not printed or compressed again.
 *
 * @param only - names of the exporter's own instruments that are printed with them. @default all of them
 */
export function createExpositions(
  registry: MetricRegistry,
  only?: ReadonlySet<string>,
): (snapshot: Snapshot, format: Format) => Promise<Exposition> {
  const made = new WeakMap<Snapshot, Map<Format, Promise<Exposition>>>()
  return (snapshot, format) => {
    const byFormat = made.get(snapshot) ?? new Map<Format, Promise<Exposition>>()
    made.set(snapshot, byFormat)
    const known = byFormat.get(format)
    if (known !== undefined) return known
    const one = expose(registry.expose(snapshot, format, only), format)
    byFormat.set(format, one)
    return one
  }
}

/**
 * OpenMetrics for clients that prefer it, as Prometheus does; plain text for all others.
 *
 * @param accept - the request's `Accept`. Only types and weights count: scrapers add parameters of their own.
 */
export function negotiateFormat(accept = ''): Format {
  const weights = new Map<string, number>()
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
    weights.set(type, Math.max(Number(weight) || 0, weights.get(type) ?? 0))
  }
  const weightOf = (type: string) => weights.get(type) ?? 0
  return weightOf('application/openmetrics-text') > weightOf('text/plain') ? 'openmetrics' : 'prometheus'
}

async function expose(printed: Promise<string>, format: Format): Promise<Exposition> {
  const text = await printed
  let zipped: Promise<Buffer> | null = null
  return {
    type: contentTypes[format],
    text,
    gzipped: () => {
      zipped ??= gzip(text)
      return zipped
    },
  }
}
