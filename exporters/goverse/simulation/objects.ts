import type { Scenario } from './scenarios.ts'

export interface SimulatedObject {
  readonly id: string
  readonly type: string
  readonly shard: number
}

/** Object types of a chat, with their methods and how long a call usually takes, in seconds. */
export const objectTypes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ChatRoom: { SendMessage: 0.012, JoinRoom: 0.004, GetRecentMessages: 0.03 },
  ChatClient: { Connect: 0.002, Deliver: 0.0008 },
}

const usual = 900
const manyPerStep = 600
const most = 36_000

/** The objects of the cluster. */
export interface ObjectPopulation {
  readonly all: readonly SimulatedObject[]
  /** Creates and deletes some; returns the new ones. */
  step(scenario: Scenario): readonly SimulatedObject[]
}

export function createObjects(shardCount: number, random: () => number): ObjectPopulation {
  const all: SimulatedObject[] = []
  let made = 0
  const create = (): SimulatedObject => {
    made += 1
    const type = random() < 0.25 ? 'ChatRoom' : 'ChatClient'
    return { id: `${type}-${made}`, type, shard: Math.floor(random() * shardCount) }
  }
  return {
    all,
    step: (scenario) => {
      const goal = scenario === 'many-objects' ? Math.min(all.length + manyPerStep, most) : usual
      if (all.length > goal * 1.1) all.splice(0, Math.max(2, Math.ceil((all.length - goal) / 10)))
      else all.splice(0, 2)
      const born = Array.from({ length: Math.max(2, goal - all.length) }, create)
      all.push(...born)
      return born
    },
  }
}
