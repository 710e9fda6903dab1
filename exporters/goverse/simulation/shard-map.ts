import type { Scenario } from './scenarios.ts'

/** A shard as etcd has it: the node that shall own it, and the one that does; empty for none. */
export interface Shard {
  target: string
  current: string
}

/** What happened to shards in one step. */
export interface ShardChanges {
  /** By node, how many. */
  readonly claims: ReadonlyMap<string, number>
  readonly releases: ReadonlyMap<string, number>
  /** Shards that went from a dead node straight to a living one. */
  readonly takeovers: readonly { readonly from: string; readonly to: string }[]
}

export interface ShardMapOptions {
  readonly nodes: readonly string[]
  readonly random: () => number
}

/** Fewer than the 8192 of a real cluster, so that a demo stays small. */
export const shardCount = 1024
/** Shards that nodes release and claim in one step at most. */
const pace = 40
/** Shards that nodes keep when all others go to one. */
const leftOver = 100
/** Shards that are on their way at most while the leader changes its mind. */
const stormSize = 300

/** The shard mapping with its leader, which decides, and the nodes, which follow. */
export interface ShardMap {
  readonly shards: readonly Shard[]
  ownedBy(node: string): number
  migrating(): number
  step(scenario: Scenario, alive: readonly string[]): ShardChanges
}

export function createShardMap({ nodes, random }: ShardMapOptions): ShardMap {
  const shards: Shard[] = Array.from({ length: shardCount }, (_, index) => {
    const node = nodes[index % nodes.length] ?? ''
    return { target: node, current: node }
  })
  const targetsOf = (node: string) => shards.filter(({ target }) => target === node).length
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  let steps = 0

  return {
    shards,
    ownedBy: (node) => shards.filter(({ current }) => current === node).length,
    migrating: () => shards.filter(isMigrating).length,
    step: (scenario, alive) => {
      steps += 1
      decide(scenario, alive)
      return scenario === 'stuck-migrations' ? settle([]) : settle(alive)
    },
  }

  /** What the leader wants. */
  function decide(scenario: Scenario, alive: readonly string[]): void {
    const [first = '', second = '', third = ''] = alive
    const others = (node: string) => alive.filter((one) => one !== node)
    const move = (count: number, from: string, to: readonly string[]) => {
      for (const shard of shards.filter(({ target }) => target === from).slice(0, count)) shard.target = pick(to) ?? ''
    }
    for (const shard of shards.filter(({ target }) => !alive.includes(target))) shard.target = pick(alive) ?? ''
    switch (scenario) {
      case 'migration-storm':
        for (let index = shards.filter(isMigrating).length; index < stormSize; index++) {
          const shard = pick(shards)
          if (shard !== undefined) shard.target = pick(others(shard.current)) ?? ''
        }
        return
      case 'stuck-migrations':
        if (!shards.some(isMigrating)) move(24, first, others(first))
        return
      case 'unbalanced':
        for (const node of others(first)) if (targetsOf(node) > leftOver) move(4, node, [first])
        return
      case 'losing-node':
        if (steps % 10 === 0) move(1, second, others(second))
        if (steps % 15 === 0) move(1, pick(others(second)) ?? '', [second])
        return
      case 'idle-node':
        move(8, third, others(third))
        return
      default:
        balance(alive, steps % 15 === 0)
    }
  }

  /** From the node with the most to the one with the fewest, in small steps; now and then one shard for no reason. */
  function balance(alive: readonly string[], stir: boolean): void {
    for (let moves = 0; moves < 8; moves++) {
      const counts = alive.map((node) => ({ node, count: targetsOf(node) }))
      counts.sort((a, b) => a.count - b.count)
      const fewest = counts[0]
      const most = counts.at(-1)
      if (fewest === undefined || most === undefined) return
      if (most.count - fewest.count < (stir && moves === 0 ? 0 : 4)) return
      const shard = shards.find(({ target, current }) => target === most.node && current === most.node)
      if (shard !== undefined) shard.target = fewest.node
    }
  }

  /** What the nodes do about it: claim what was released for them, take what a dead node had, release what they shall not have. */
  function settle(alive: readonly string[]): ShardChanges {
    const claims = new Map<string, number>()
    const releases = new Map<string, number>()
    const takeovers: { from: string; to: string }[] = []
    const count = (counts: Map<string, number>, node: string) => counts.set(node, (counts.get(node) ?? 0) + 1)
    let left = pace
    for (const shard of shards) {
      const { target, current } = shard
      if (left === 0 || target === current || !alive.includes(target)) continue
      left -= 1
      if (current !== '' && alive.includes(current)) {
        count(releases, current)
        shard.current = ''
        continue
      }
      if (current !== '') takeovers.push({ from: current, to: target })
      count(claims, target)
      shard.current = target
    }
    return { claims, releases, takeovers }
  }
}

function isMigrating({ target, current }: Shard): boolean {
  return current !== '' && target !== '' && current !== target
}
