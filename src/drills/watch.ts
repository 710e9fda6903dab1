import { setTimeout as sleep } from 'node:timers/promises'
import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { prometheusClient } from '../live/prometheus.ts'
import type { ActiveAlert } from '../live/prometheus-answers.ts'
import { requestJson } from '../live/request.ts'
import type { DrillStack } from './drill-stack.ts'
import { urlOf } from './faults.ts'

const labels = z.record(z.string(), z.string())
const inboxSchema = z.object({
  notifications: z.array(
    z.object({
      receivedAt: z.string(),
      alerts: z.array(
        z.object({ status: z.enum(['firing', 'resolved']), labels, annotations: labels, startsAt: z.string() }),
      ),
    }),
  ),
})

/** An alert in a notification that reached the inbox. */
export interface Ring {
  /** Unix milliseconds. */
  readonly receivedAt: number
  readonly status: 'firing' | 'resolved'
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  /** Unix milliseconds; when it began to fire. */
  readonly startsAt: number
}

/** What Prometheus and the inbox say now; asked for all drills at once. */
export interface Watch {
  /** Pending and firing alerts of Prometheus, as of the last answer. */
  alerts(): readonly ActiveAlert[]
  /** What rang since the watch began, in order. */
  rings(): readonly Ring[]
  /**
   * Looks until something is there.
   *
   * @param patience - milliseconds.
   * @returns `null` when it was not there in time.
   */
  until<T>(find: () => T | null | undefined, patience: number, signal: AbortSignal): Promise<T | null>
  stop(): Promise<void>
}

const pollMs = 400

/** Begins to look; an engine that does not answer now is asked again. */
export async function startWatch(stack: DrillStack): Promise<Watch> {
  const prometheus = prometheusClient({ url: urlOf(stack, 'prometheus'), timeoutMs: 5000 })
  const inbox = { url: urlOf(stack, 'console'), timeoutMs: 5000 }
  const since = new Date().toISOString()
  let alerts: readonly ActiveAlert[] = await prometheus.alerts()
  let rings: readonly Ring[] = []
  const stopped = new AbortController()

  const look = async (): Promise<void> => {
    const parameters = new URLSearchParams({ since })
    const [newAlerts, listing] = await Promise.all([
      patiently(prometheus.alerts()),
      patiently(requestJson(inbox, '/api/inbox', inboxSchema, { parameters })),
    ])
    alerts = newAlerts ?? alerts
    rings = listing === null ? rings : listing.notifications.flatMap(ringsOf)
  }
  const looking = (async () => {
    while (!stopped.signal.aborted) {
      await look()
      await sleep(pollMs, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  })()
  // Told by `stop`: what is broken meanwhile is mended first.
  looking.catch(() => undefined)
  return {
    alerts: () => alerts,
    rings: () => rings,
    async until(find, patience, signal) {
      const deadline = Date.now() + patience
      for (;;) {
        signal.throwIfAborted()
        const found = find()
        if (found !== null && found !== undefined) return found
        if (Date.now() > deadline) return null
        await sleep(pollMs / 2, undefined, { signal })
      }
    },
    async stop() {
      stopped.abort()
      await looking
    },
  }
}

function ringsOf({ receivedAt, alerts }: z.infer<typeof inboxSchema>['notifications'][number]): readonly Ring[] {
  return alerts.map(({ startsAt, ...alert }) => ({
    ...alert,
    receivedAt: Date.parse(receivedAt),
    startsAt: Date.parse(startsAt),
  }))
}

async function patiently<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof BelfryError) return null
    throw error
  }
}
