import { sendBody } from '../http/send-body.ts'
import type { Request, Response, Router } from '../http/server.ts'
import { type CollectionOptions, createCollection, type NamedPart } from './collection.ts'
import { createExpositions, negotiateFormat } from './exposition.ts'
import type { MetricRegistry } from './registry.ts'
import type { Snapshot } from './sample-set.ts'
import { shareResult } from './share-result.ts'

export interface ProbeOptions extends CollectionOptions {
  readonly registry: MetricRegistry
  /** How long the result of a target is served again, in milliseconds. */
  readonly cacheTtl: number
}

/** By name of a collector, what makes its parts for one target; `null` from it refuses the target. */
export type Probes = ReadonlyMap<string, (target: string) => readonly NamedPart[] | null>

/** Targets that are remembered at most, so that their counters go on and their results are shared. */
const targetsKept = 1000

/** `/probe?target=…`, and `&collector=…` where several take targets: one target, in a scrape of its own. */
export function serveProbes(router: Router, probes: Probes, options: ProbeOptions): void {
  if (probes.size === 0) return
  // None of the service's own instruments: they are no target's.
  const expose = createExpositions(options.registry, new Set())
  const kept = new Map<string, () => Promise<Snapshot>>()

  router.get('/probe', async (request, response) => {
    const { target, collector = onlyOne(probes) } = request.query
    if (typeof target !== 'string' || target === '') return refuse(response, 'needs one target')
    if (typeof collector !== 'string')
      return refuse(response, `needs one collector of ${[...probes.keys()].join(', ')}`)
    const probe = probes.get(collector)
    if (probe === undefined)
      return refuse(response, `knows no collector of that name but ${[...probes.keys()].join(', ')}`)
    const key = `${collector}\0${target}`
    let snapshot = kept.get(key)
    if (snapshot === undefined) {
      const parts = probe(target)
      if (parts === null) return refuse(response, 'does not allow this target')
      snapshot = shareResult(createCollection(parts, options), options.cacheTtl)
    }
    remember(kept, key, snapshot)
    await send(request, response, await snapshot(), expose)
  })
}

/** The newest stands last; what was not asked for longest is forgotten first. */
function remember<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key)
  kept.set(key, value)
  const [oldest] = kept.keys()
  if (kept.size > targetsKept && oldest !== undefined) kept.delete(oldest)
}

function onlyOne(probes: Probes): string | undefined {
  return probes.size === 1 ? [...probes.keys()][0] : undefined
}

async function send(
  request: Request,
  response: Response,
  snapshot: Snapshot,
  expose: ReturnType<typeof createExpositions>,
): Promise<void> {
  const format = negotiateFormat(request.get('accept'))
  await sendBody(request, response.vary('Accept'), await expose(snapshot, format))
}

function refuse(response: Response, why: string): void {
  response.status(400).type('text/plain').send(`/probe ${why}\n`)
}
