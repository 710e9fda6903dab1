import type { CollectPart } from '#belfry'
import { type Graph, type Inspector, nameOf } from './inspector.ts'
import { goverseInspectorMetrics as m } from './metrics.ts'

/** Members of the cluster, their objects and their clients. */
export function graph(inspector: Inspector): CollectPart {
  return async ({ sample, signal }) => {
    const { goverse_nodes: nodes, goverse_gates: gates, goverse_objects: objects } = await inspector.graph(signal)
    sample(m.nodes, {}, nodes.length)
    sample(m.gates, {}, gates.length)
    for (const gate of gates)
      sample(m.clientsConnected, { node: nameOf(gate), client_type: 'grpc' }, gate.clients ?? null)
    for (const { node, type, count } of countObjects(nodes, objects)) sample(m.objects, { node, type }, count)
  }
}

interface ObjectCount {
  readonly node: string
  readonly type: string
  readonly count: number
}

function countObjects(nodes: Graph['goverse_nodes'], objects: Graph['goverse_objects']): readonly ObjectCount[] {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]))
  const types = [...new Set(objects.map(({ type }) => type))]
  // A node that has lost the last object of a type has none of it, which is a number.
  const counts = new Map(nodes.map((node) => [nameOf(node), new Map(types.map((type) => [type, 0]))]))
  for (const { goverse_node_id: id, type } of objects) {
    const node = names.get(id) ?? id
    const ofNode = counts.get(node) ?? new Map<string, number>()
    counts.set(node, ofNode.set(type, (ofNode.get(type) ?? 0) + 1))
  }
  return [...counts].flatMap(([node, ofNode]) => [...ofNode].map(([type, count]) => ({ node, type, count })))
}
