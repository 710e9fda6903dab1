import type { Cluster } from './cluster.ts'
import type { Member } from './member.ts'

/** The inspector's `/shards`. */
export function shardsPage({ shards, objects }: Cluster): object {
  const counts = new Map<number, number>()
  for (const { shard } of objects) counts.set(shard, (counts.get(shard) ?? 0) + 1)
  return {
    shards: shards.map(({ target, current }, shard_id) => ({
      shard_id,
      target_node: target,
      current_node: current,
      object_count: counts.get(shard_id) ?? 0,
    })),
    nodes: [...new Set(shards.flatMap(({ target, current }) => [target, current]))]
      .filter((node) => node !== '')
      .sort(),
  }
}

/** The inspector's `/graph`. */
export function graphPage({ nodes, gates, shards, objects }: Cluster): object {
  const living = nodes.filter(({ alive }) => alive)
  const located = objects.map((object) => ({ ...object, node: shards[object.shard]?.current ?? '' }))
  const others = (address: string) => living.map((one) => one.address).filter((one) => one !== address)
  return {
    goverse_nodes: living.map((node) => ({
      ...member(node, 'goverse_node'),
      object_count: located.filter((object) => object.node === node.address).length,
      connected_nodes: others(node.address),
      registered_gates: gates.map(({ address }) => address),
      link_metrics: {},
    })),
    goverse_gates: gates.map((gate) => ({
      ...member(gate, 'goverse_gate'),
      connected_nodes: living.map(({ address }) => address),
      clients: gate.clients,
    })),
    goverse_objects: located
      .filter(({ node }) => node !== '')
      .map(({ id, type, shard, node }) => ({
        id,
        label: id,
        type,
        goverse_node_id: node,
        shard_id: shard,
        calls_per_minute: 4,
        avg_execution_duration_us: 8000,
      })),
    num_shards: shards.length,
  }
}

function member({ address, startedAt }: Member, type: string): object {
  return {
    id: address,
    label: address,
    type,
    advertise_addr: address,
    registered_at: new Date(startedAt * 1000).toISOString(),
  }
}
