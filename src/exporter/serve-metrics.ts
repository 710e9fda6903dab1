import { sendBody } from '../http/send-body.ts'
import type { Router } from '../http/server.ts'
import type { AssembledCollectors } from './assemble-collectors.ts'
import type { ExporterConfig } from './config.ts'
import { createExpositions, negotiateFormat } from './exposition.ts'
import { familyNames, narrowSnapshot } from './narrow-snapshot.ts'
import type { MetricRegistry } from './registry.ts'
import type { Snapshot } from './sample-set.ts'
import { serveChecks } from './serve-health.ts'

/**
 * Serves snapshots at a path.
 *
 * @param only - names of the exporter's own instruments that are served with them. @default all of them
 */
export function serveMetrics(
  router: Router,
  path: string,
  snapshot: () => Promise<Snapshot>,
  registry: MetricRegistry,
  only?: ReadonlySet<string>,
): void {
  const expose = createExpositions(registry, only)
  router.get(path, async (request, response) => {
    const format = negotiateFormat(request.get('accept'))
    await sendBody(request, response.vary('Accept'), await expose(await snapshot(), format))
  })
}

/** Serves what some collectors found, and how these and their stores are, below a path of their own. */
export function serveMount(
  router: Router,
  path: string,
  names: readonly string[],
  all: { readonly config: ExporterConfig; readonly collectors: AssembledCollectors; readonly registry: MetricRegistry },
  snapshot: () => Promise<Snapshot>,
): void {
  const { config, collectors, registry } = all
  const mounted = config.collectors.map(({ collector }) => collector).filter(({ name }) => names.includes(name))
  const parts = new Set(names.flatMap((name) => collectors.partsOf.get(name) ?? []).map(({ name }) => name))
  // A snapshot that is served again is not narrowed again, nor printed.
  const narrowed = new WeakMap<Snapshot, Snapshot>()
  const narrow = async () => {
    const whole = await snapshot()
    const known = narrowed.get(whole) ?? narrowSnapshot(whole, mounted, parts)
    narrowed.set(whole, known)
    return known
  }
  if (config.enabled) serveMetrics(router, `${path}/metrics`, narrow, registry, familyNames(mounted))
  const asked = [...names, ...mounted.flatMap(({ needs }) => needs)]
  const checks = Object.fromEntries(Object.entries(collectors.checks).filter(([name]) => asked.includes(name)))
  serveChecks(router, `${path}/health`, checks, config.collectorTimeout)
}
