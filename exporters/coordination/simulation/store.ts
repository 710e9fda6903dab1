import type { DemoRedis } from '#belfry'
import { activityKey, escalationKey, heartbeatKey, stateKey } from '../keys.ts'

/** Seconds that keys live, as the real system sets them. */
const day = 86_400
const hour = 3600
const heartbeatTtl = 300
const activityTtl = 600

/** A coordinator as its state key describes it. */
export interface StoredState {
  readonly swarmId: string
  readonly coordinatorId: string
  readonly status: 'waiting' | 'complete' | 'failed' | 'timeout'
  readonly startTime: number
  readonly iteration: number
  readonly phase: string
  readonly timestamp: number
}

/** Writes the keys that the real system writes. */
export interface CoordinationStore {
  state(state: StoredState): Promise<void>
  heartbeat(state: StoredState, sequence: number, lastHeartbeat: number): Promise<void>
  activity(state: StoredState, lastActivity: number): Promise<void>
  /** A signal and its acknowledgement. */
  signal(sender: string, receiver: StoredState, now: number): Promise<void>
  /** A coordinator is given up for dead, and another one is to take its place. */
  escalate(state: StoredState, now: number): Promise<void>
  /** The coordinator shows no sign of life any more. */
  silence(coordinatorId: string): Promise<void>
  raw(command: string, ...args: readonly (string | number)[]): Promise<void>
  /** Removes all keys of blocking coordination, those of earlier runs as well. */
  clear(): Promise<void>
}

export function openStore(redis: DemoRedis): CoordinationStore {
  const put = async (key: string, ttl: number, value: object) =>
    void (await redis.call('SET', key, JSON.stringify(value), 'EX', ttl))
  return {
    state: (state) => {
      const { swarmId, coordinatorId, status, timestamp } = state
      const ended = status === 'waiting' ? {} : { endTime: timestamp }
      return put(stateKey(swarmId, coordinatorId), day, { signalType: 'completion', ...state, ...ended })
    },
    heartbeat: ({ coordinatorId, iteration, phase }, sequence, lastHeartbeat) => {
      const metadata = { phase, agentCount: 4, status: 'waiting' }
      return put(heartbeatKey(coordinatorId), heartbeatTtl, {
        coordinatorId,
        lastHeartbeat,
        sequence,
        iteration,
        metadata,
      })
    },
    activity: ({ coordinatorId, iteration, phase }, lastActivity) =>
      put(activityKey(coordinatorId), activityTtl, { coordinatorId, lastActivity, iteration, phase }),
    signal: async (senderId, { coordinatorId, iteration, phase }, timestamp) => {
      const type = 'completion'
      const messageId = `${senderId}-${timestamp}`
      const signal = { timestamp, senderId, receiverId: coordinatorId, iteration, type, messageId }
      await put(`blocking:signal:${coordinatorId}`, day, signal)
      await put(`blocking:ack:${coordinatorId}:${messageId}`, hour, {
        coordinatorId,
        signalId: messageId,
        timestamp,
        iteration,
        status: 'received',
        signature: 'demo',
        metadata: { signalType: type, phase },
      })
    },
    escalate: async ({ swarmId, coordinatorId }, timestamp) => {
      const newCoordinatorId = `${coordinatorId}-replacement-${timestamp}`
      await put(escalationKey(coordinatorId), hour, {
        deadCoordinatorId: coordinatorId,
        swarmId,
        timestamp,
        reason: 'coordinator_timeout',
        status: 'escalated',
      })
      await put(`coordinator:spawn:${newCoordinatorId}`, hour, {
        newCoordinatorId,
        replacesCoordinatorId: coordinatorId,
        swarmId,
        timestamp,
        status: 'pending',
        priority: 'high',
      })
    },
    silence: async (coordinatorId) =>
      void (await redis.call('UNLINK', heartbeatKey(coordinatorId), activityKey(coordinatorId))),
    raw: async (command, ...args) => void (await redis.call(command, ...args)),
    clear: () => clear(redis),
  }
}

async function clear(redis: DemoRedis): Promise<void> {
  for (const match of ['swarm:*', 'blocking:*', 'coordinator:*']) {
    let cursor = '0'
    do {
      const [next, keys] = (await redis.call('SCAN', cursor, 'MATCH', match, 'COUNT', 1000)) as [string, string[]]
      if (keys.length > 0) await redis.call('UNLINK', ...keys)
      cursor = next
    } while (cursor !== '0')
  }
}
