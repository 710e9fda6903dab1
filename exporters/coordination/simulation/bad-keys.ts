import { activityKey, escalationKey, heartbeatKey, stateKey } from '../keys.ts'
import type { CoordinationStore } from './store.ts'

/** Values and names that nobody should write, and somebody will. */
export async function writeBadKeys({ raw }: CoordinationStore): Promise<void> {
  const texts = ['{"status":"waiting","startTime":17', 'null', '[]', '"waiting"', '', '{"status":7,"startTime":"soon"}']
  for (const [index, text] of texts.entries())
    await raw('SET', stateKey('swarm-bad', `coordinator-${index}`), text, 'EX', 3600)
  await raw('HSET', stateKey('swarm-bad', 'hash'), 'status', 'waiting')
  await raw('EXPIRE', stateKey('swarm-bad', 'hash'), 3600)
  const hostile = 'quote " backslash \\ newline \n brace }'
  const state = { status: 'waiting', startTime: Date.now(), phase: hostile, iteration: 1 }
  await raw('SET', stateKey(hostile, hostile), JSON.stringify(state), 'EX', 3600)
  await raw('SET', heartbeatKey(hostile), '{"lastHeartbeat":', 'EX', 300)
  await raw('SET', activityKey(hostile), 'busy', 'EX', 600)
  await raw('SET', escalationKey('coordinator-0'), '}', 'EX', 3600)
}
