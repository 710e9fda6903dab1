import type { OrchestratorMetrics } from '../../../src/instrument/orchestrator.ts'
import type { Scenario } from './scenarios.ts'
import type { SimulatedStore } from './store.ts'

/** The workers of one replica set. */
export interface Fleet {
  /** @param now - milliseconds. */
  tick(now: number, scenario: Scenario): Promise<void>
  /** Whether its workers have partitions, so that projections go on. */
  runs(): boolean
  stop(): Promise<void>
}

export interface FleetOptions {
  readonly replicaSet: string
  readonly size: number
  readonly store: SimulatedStore
  readonly metrics: OrchestratorMetrics
  readonly random: () => number
}

const heartbeatMs = 5000
const staleMs = 30_000
/** Time between two coordinations, by what happens; the first deployment comes soon, so that there is one to see. */
const firstDeploymentMs = 40_000
const everyMs: Readonly<Record<Scenario, number>> = {
  healthy: 1_200_000,
  'crash-looping workers': 10_000,
  'no workers': Number.POSITIVE_INFINITY,
  'stale workers': 60_000,
  'slow coordination': 60_000,
  'projection stuck': 1_200_000,
  'projection failing': 1_200_000,
}

/** Workers that register, coordinate, run, and sometimes do not. */
export function createFleet({ replicaSet, size, store, metrics, random }: FleetOptions): Fleet {
  let workers: readonly string[] = []
  /** The workers that still give heartbeats. */
  let alive: readonly string[] = []
  let coordination: { readonly since: number; readonly until: number } | null = null
  let nextEvent = 0
  let nextHeartbeat = 0
  let silentSince: number | null = null
  let last: Scenario | null = null

  const show = (ids: readonly string[], state: Parameters<ReturnType<OrchestratorMetrics['worker']>['state']>[0]) => {
    for (const id of ids) metrics.worker(id).state(state)
  }

  const form = async (now: number, scenario: Scenario) => {
    const isFirst = workers.length === 0
    await store.setState(workers, 'stopped')
    metrics.staleWorkersCleaned(workers.length - alive.length)
    for (const id of workers) metrics.worker(id).remove()
    const generation = await store.createGeneration(replicaSet, size)
    metrics.generationCreated()
    if (!isFirst) metrics.reconfigured()
    workers = await store.registerWorkers(replicaSet, generation, size)
    alive = workers
    silentSince = null
    for (const _ of workers) metrics.workerRegistered()
    show(workers, 'pending')
    const takes = scenario === 'slow coordination' ? 38_000 + random() * 4000 : 500 + random() * 2500
    coordination = { since: now, until: now + takes }
  }

  const coordinate = async (now: number) => {
    if (coordination === null) return
    if (now < coordination.until) {
      await store.setState(workers, 'ready')
      return show(workers, 'ready')
    }
    await store.assignPartitions(workers)
    show(workers, 'running')
    for (const _ of workers) metrics.coordinated((coordination.until - coordination.since) / 1000)
    metrics.partitionsAssigned(workers.length)
    metrics.currentGenerationPartitions(workers.length)
    coordination = null
  }

  /** The others stop a worker that is silent for too long, and share its partition. */
  const clean = async (now: number, scenario: Scenario) => {
    if (silentSince === null || now - silentSince < staleMs) return
    await form(now, scenario)
  }

  const happen = async (now: number, scenario: Scenario) => {
    if (scenario !== 'stale workers') return form(now, scenario)
    alive = workers.slice(1)
    silentSince = now
  }

  return {
    tick: async (now, scenario) => {
      if (scenario !== last) nextEvent = now + (last === null ? firstDeploymentMs : everyMs[scenario] / 10)
      last = scenario
      if (scenario === 'no workers') {
        // Killed processes write nothing any more, not even that they stop.
        alive = []
        return
      }
      if (alive.length === 0) {
        await form(now, scenario)
      } else if (coordination !== null) {
        await coordinate(now)
      } else if (now >= nextEvent && silentSince === null) {
        nextEvent = now + everyMs[scenario]
        await happen(now, scenario)
      }
      await clean(now, scenario)
      metrics.activeWorkers(alive.length)
      if (now >= nextHeartbeat) {
        nextHeartbeat = now + heartbeatMs
        await metrics.timeHeartbeat(() => store.heartbeat(alive))
      }
    },
    runs: () => alive.length > 0 && coordination === null,
    stop: () => store.setState(workers, 'stopped'),
  }
}
