import type { OrchestratorMetrics } from '../../../src/instrument/orchestrator.ts'
import type { Scenario } from './scenarios.ts'
import type { SimulatedStore } from './store.ts'

export interface FollowerOptions {
  readonly name: string
  readonly store: SimulatedStore
  readonly metrics: OrchestratorMetrics
  readonly random: () => number
  /** Seconds that an event takes at least. */
  readonly seconds: number
}

/** A projection that follows the event store. */
export interface Follower {
  /** @param newest - position of the newest event. */
  follow(newest: number, scenario: Scenario): Promise<void>
}

/** The projection that scenarios of projections are about. */
const victim = 'orders'
/** Events processed between two ticks at most. */
const capacity = 60

/** Starts a projection at its checkpoint. */
export async function createFollower({ name, store, metrics, random, seconds }: FollowerOptions): Promise<Follower> {
  const projection = metrics.projection(name)
  let position = await store.checkpoint(name)
  await store.saveCheckpoint(name, position)
  return {
    follow: async (newest, scenario) => {
      if (scenario === 'projection stuck' && name === victim) return
      // A projection that was away for long does not make the demo wait until it has caught up.
      position = Math.max(position, newest - 100 * capacity)
      const failing = scenario === 'projection failing' && name === victim ? 0.1 : 0.0005
      for (const end = Math.min(newest, position + capacity); position < end; position += 1) {
        if (random() < failing) projection.failed()
        else projection.processed(seconds * (1 + 4 * random() ** 4))
      }
      await store.saveCheckpoint(name, position)
    },
  }
}
