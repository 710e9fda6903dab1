import { gzip } from '../http/send-body.ts'
import { contentTypes, type Format, type MetricRegistry } from './registry.ts'
import type { Snapshot } from './sample-set.ts'

/** The text of one snapshot in one format, made once for however many scrapes share the snapshot. */
export interface Exposition {
  readonly type: string
  readonly text: string
  gzipped(): Promise<Buffer>
}

/** Prints snapshots; a snapshot that is served again is not printed or compressed again. */
export function createExpositions(
  registry: MetricRegistry,
): (snapshot: Snapshot, format: Format) => Promise<Exposition> {
  const made = new WeakMap<Snapshot, Map<Format, Promise<Exposition>>>()
  return (snapshot, format) => {
    const byFormat = made.get(snapshot) ?? new Map<Format, Promise<Exposition>>()
    made.set(snapshot, byFormat)
    const known = byFormat.get(format)
    if (known !== undefined) return known
    const one = expose(registry, snapshot, format)
    byFormat.set(format, one)
    return one
  }
}

/** OpenMetrics for clients that prefer it, as Prometheus does; plain text for all others. */
export function negotiateFormat(accepts: (types: string[]) => string | false): Format {
  return accepts(['text/plain', 'application/openmetrics-text']) === 'application/openmetrics-text'
    ? 'openmetrics'
    : 'prometheus'
}

async function expose(registry: MetricRegistry, snapshot: Snapshot, format: Format): Promise<Exposition> {
  const text = await registry.expose(snapshot, format)
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
