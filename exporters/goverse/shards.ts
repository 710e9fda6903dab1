import type { CollectPart } from '#belfry'
import type { Inspector, Mapping } from './inspector.ts'
import { goverseInspectorMetrics as m, shardStates } from './metrics.ts'

/** How the shards stand, and who owns them. An inspector without etcd knows no shard, and so nothing is said. */
export function shards(inspector: Inspector): CollectPart {
  return async ({ sample, signal }) => {
    const { shards: all, nodes } = await inspector.shards(signal)
    if (all.length === 0) return
    const states = all.map(stateOf)
    for (const state of shardStates) sample(m.shards, { state }, states.filter((one) => one === state).length)
    const owned = countBy(all.map(({ current_node: owner }) => owner))
    for (const node of nodes) sample(m.nodeShards, { node }, owned.get(node) ?? 0)
  }
}

function stateOf({
  target_node: target,
  current_node: current,
}: Mapping['shards'][number]): (typeof shardStates)[number] {
  if (target === '') return 'unassigned'
  if (current === '') return 'unclaimed'
  return target === current ? 'settled' : 'migrating'
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
