import type { CoordinatorMetrics, TimeoutHandlerMetrics } from '../../../src/instrument/index.ts'
import type { Scenario } from './scenarios.ts'
import type { CoordinationStore, StoredState } from './store.ts'

export interface MemberSetup {
  readonly swarmId: string
  readonly coordinatorId: string
  /** Ids of the other coordinators of the swarm. */
  readonly peers: readonly string[]
  readonly store: CoordinationStore
  readonly metrics: CoordinatorMetrics
  readonly handler: TimeoutHandlerMetrics
  readonly random: () => number
}

/** A coordinator at work: it waits for the others, goes on, and waits again. */
export interface Member {
  tick(now: number, scenario: Scenario): Promise<void>
  /** Forgets what it was doing. */
  restart(): void
  /** Waits since this time, and for ever. @param lastBeat - when it last beat; `null` for never, absent while it lives. */
  hang(since: number, lastBeat?: number | null): Promise<void>
  /** Is given up for dead by the timeout handler, and begins anew some seconds later. */
  die(now: number): Promise<void>
}

const phases = ['auth', 'validation', 'execution', 'final']
const minute = 60_000
/** Milliseconds between two heartbeats. */
const beat = 3000
/** What a check every half a minute finds, in milliseconds. */
const checkInterval = 30_000

export function createMember(setup: MemberSetup): Member {
  const { swarmId, coordinatorId, store, metrics, handler, random } = setup
  handler.watch(coordinatorId)
  let state: StoredState | null = null
  let until = 0
  let sequence = 0
  let beaten = 0
  let checked = 0
  let hanging: 'no' | 'alive' | 'silent' = 'no'

  async function begin(now: number, scenario: Scenario): Promise<void> {
    // What takes minutes has begun minutes ago: nobody wants to sit before a demo that long.
    const isSlow = scenario === 'slow signals'
    const hidden = isSlow ? (6 + random() * 8) * minute : 0
    // The first wait is short, so that dashboards soon have one that has ended.
    const visible = state === null ? 2000 + random() * 4000 : isSlow ? 8000 + random() * 8000 : 4000 + random() * 16_000
    const iteration = (state?.iteration ?? 0) + 1
    const phase = phases[iteration % phases.length] ?? 'execution'
    state = { swarmId, coordinatorId, status: 'waiting', startTime: now - hidden, iteration, phase, timestamp: now }
    until = now + visible
    await store.state(state)
  }

  async function end(now: number, scenario: Scenario, waiting: StoredState): Promise<void> {
    const luck = random()
    const status = luck < 0.01 ? 'failed' : luck < (scenario === 'slow signals' ? 0.5 : 0) ? 'timeout' : 'complete'
    metrics.waited(status === 'complete' ? 'completed' : 'timeout', (now - waiting.startTime) / 1000)
    if (status === 'timeout') handler.timedOut(coordinatorId, 'signal_ack')
    await finish(status, waiting, now)
  }

  async function finish(status: StoredState['status'], waiting: StoredState, now: number): Promise<void> {
    state = { ...waiting, status, timestamp: now }
    hanging = 'no'
    until = now + 8000 + random() * 20_000
    await store.state(state)
  }

  /** Beats, and acknowledges what a peer has sent meanwhile. */
  async function live(now: number, scenario: Scenario, waiting: StoredState): Promise<void> {
    if (now - beaten < beat) return
    beaten = now
    sequence += 1
    const source = setup.peers[sequence % setup.peers.length] ?? coordinatorId
    const latency = scenario === 'slow signals' ? 5500 + random() * 4000 : 20 + random() ** 3 * 800
    const type = sequence % 5 === 0 ? 'retry' : 'completion'
    metrics.acknowledgeSignal({ source, type, timestamp: Date.now() - latency })
    await store.signal(source, waiting, now)
    await store.heartbeat(waiting, sequence, now)
    await store.activity(waiting, now)
  }

  return {
    tick: async (now, scenario) => {
      if (hanging === 'silent') {
        if (now - checked < checkInterval) return
        checked = now
        handler.heartbeatFailed(coordinatorId, sequence % 2 === 0 ? 'stale' : 'missing')
        return
      }
      if (state?.status !== 'waiting') {
        if (now >= until && scenario !== 'idle') await begin(now, scenario)
        return
      }
      if (hanging === 'no' && now >= until) return end(now, scenario, state)
      await live(now, scenario, state)
    },
    restart: () => {
      state = null
      hanging = 'no'
      until = 0
    },
    hang: async (since, lastBeat) => {
      const iteration = (state?.iteration ?? 0) + 1
      const phase = 'validation'
      state = { swarmId, coordinatorId, status: 'waiting', startTime: since, iteration, phase, timestamp: since }
      hanging = lastBeat === undefined ? 'alive' : 'silent'
      beaten = 0
      checked = 0
      await store.state(state)
      if (lastBeat !== undefined) await store.silence(coordinatorId)
      if (typeof lastBeat === 'number') await store.heartbeat(state, sequence, lastBeat)
    },
    die: async (now) => {
      const startTime = now - 6 * minute
      const dead: StoredState = state ?? {
        swarmId,
        coordinatorId,
        status: 'waiting',
        startTime,
        iteration: 1,
        phase: 'auth',
        timestamp: now,
      }
      handler.heartbeatFailed(coordinatorId)
      handler.timedOut(coordinatorId)
      await store.silence(coordinatorId)
      await store.escalate(dead, now)
      await finish('timeout', dead, now)
    },
  }
}
