import type { CoordinationStore, StoredState } from './store.ts'

const swarms = 80
const coordinators = 2000
const phases = ['auth', 'validation', 'execution', 'final']
/** Milliseconds. */
const turnMs = 600_000
/** Commands that are under way at the same time. */
const batch = 200

/** Writes a crowd of waiting coordinators, or gives them a new sign of life; what they write is what all write. */
export async function gatherCrowd(store: CoordinationStore, began: number, now: number): Promise<void> {
  // Every ten minutes all begin to wait anew: a crowd is not stuck.
  const turn = now - ((now - began) % turnMs)
  const crowd = Array.from({ length: coordinators }, (_, n): StoredState => {
    const swarmId = `crowd-${n % swarms}`
    const phase = phases[n % phases.length] ?? 'auth'
    const startTime = turn - n * 50
    return {
      swarmId,
      coordinatorId: `${swarmId}-c${n}`,
      status: 'waiting',
      startTime,
      iteration: 1,
      phase,
      timestamp: began,
    }
  })
  for (let from = 0; from < crowd.length; from += batch) {
    await Promise.all(
      crowd
        .slice(from, from + batch)
        .flatMap((state) => [store.state(state), store.heartbeat(state, 1, now), store.activity(state, now)]),
    )
  }
}
