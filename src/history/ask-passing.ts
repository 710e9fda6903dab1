import { setTimeout as sleep } from 'node:timers/promises'
import type { PassingPrometheus, Workshop } from '../engines/workshop.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import { type PrometheusClient, prometheusClient } from '../live/prometheus.ts'

/** What is asked of a Prometheus while it runs. */
type Ask<T> = (client: PrometheusClient, passing: PassingPrometheus) => Promise<T>

/** Starts a Prometheus, asks it, and stops it. */
export async function askPassing<T>(
  workshop: Workshop,
  data: 'none' | 'blocks',
  ask: Ask<T>,
  signal: AbortSignal,
): Promise<T> {
  const passing = await workshop.startPrometheus(data, signal)
  try {
    // A container's port swallows what is asked before its program listens.
    const door = prometheusClient({ url: passing.url, timeoutMs: 500 })
    const deadline = Date.now() + 30_000
    while (!(await door.ready(signal))) {
      const failure = passing.failure()
      if (failure !== null) throw new BelfryError('ENGINE_FAILED', `Prometheus ended while it was asked: ${failure}`)
      if (Date.now() > deadline) throw new BelfryError('NOT_READY', 'Prometheus did not answer within 30 s')
      await sleep(50, undefined, { signal })
    }
    return await ask(prometheusClient({ url: passing.url }), passing)
  } finally {
    await passing.stop()
  }
}
