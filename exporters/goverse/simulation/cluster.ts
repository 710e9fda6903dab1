import { goverseGateMetrics as g, goverseNodeMetrics as n, goverseProcessMetrics as p } from '../metrics.ts'
import { callMethods } from './calls.ts'
import type { Member } from './member.ts'
import { createMeter } from './meter.ts'
import { createObjects, type SimulatedObject } from './objects.ts'
import type { Scenario } from './scenarios.ts'
import { createShardMap, type Shard, type ShardChanges, shardCount } from './shard-map.ts'

export interface Cluster {
  readonly nodes: readonly Member[]
  readonly gates: readonly Member[]
  readonly shards: readonly Shard[]
  readonly objects: readonly SimulatedObject[]
  /** Moves the cluster on by a second. */
  step(scenario: Scenario): void
}

const usualClients = 120
const crowd = 1500

/** A chat on three nodes with two gates. */
export function createCluster(random: () => number, now: () => number): Cluster {
  const member = (address: string): Member => ({
    address,
    meter: createMeter(),
    alive: true,
    startedAt: now() / 1000,
    clients: usualClients,
  })
  const nodes = ['localhost:48000', 'localhost:48001', 'localhost:48002'].map(member)
  const gates = ['localhost:49000', 'localhost:49001'].map(member)
  const map = createShardMap({ nodes: nodes.map(({ address }) => address), random })
  const population = createObjects(shardCount, random)
  for (const node of nodes) begin(node, map.ownedBy(node.address))

  return {
    nodes,
    gates,
    shards: map.shards,
    objects: population.all,
    step: (scenario) => {
      live(scenario === 'node-lost')
      const living = nodes.filter(({ alive }) => alive)
      const changes = map.step(
        scenario,
        living.map(({ address }) => address),
      )
      const born = population.step(scenario)
      for (const node of living) recordNode(node, changes, born)
      callMethods(population.all, { scenario, random, nodeOf })
      for (const gate of gates) recordGate(gate, scenario)
      for (const one of [...living, ...gates]) recordWatched(one, changes)
    },
  }

  /** The last node dies, or comes back as a new process. */
  function live(lost: boolean): void {
    const last = nodes.at(-1)
    if (last === undefined || last.alive !== lost) return
    last.alive = !lost
    if (!last.alive) return
    last.meter = createMeter()
    last.startedAt = now() / 1000
    begin(last, 0)
  }

  function nodeOf(object: SimulatedObject): Member | undefined {
    const owner = map.shards[object.shard]?.current
    return nodes.find(({ address, alive }) => alive && address === owner)
  }

  function recordNode({ address: node, meter }: Member, changes: ShardChanges, born: readonly SimulatedObject[]): void {
    const { claims, releases } = changes
    if (claims.has(node)) meter.add(n.shardClaimsTotal, { node }, claims.get(node))
    if (releases.has(node)) meter.add(n.shardReleasesTotal, { node }, releases.get(node))
    for (const { shard, type } of born.filter((object) => map.shards[object.shard]?.current === node))
      meter.add(n.objectsTotal, { node, type, shard: String(shard) })
    meter.set(n.nodeConnectedGates, { node }, gates.length)
    for (const gate of gates) {
      meter.add(
        n.nodePushedMessagesTotal,
        { node, gate: gate.address },
        Math.round(gate.clients * (0.1 + random() / 10)),
      )
      if (random() < 0.02) meter.add(n.nodeDroppedMessagesTotal, { node, gate: gate.address })
    }
  }

  function recordGate(gate: Member, scenario: Scenario): void {
    const goal = scenario === 'no-clients' ? 0 : scenario === 'crowded-gate' && gate === gates[0] ? crowd : usualClients
    const drift = Math.round((goal - gate.clients) / 4)
    gate.clients =
      goal === 0 ? gate.clients - Math.ceil(gate.clients / 4) : gate.clients + drift + Math.round(random() * 4 - 2)
    const { meter } = gate
    meter.set(g.gateActiveClients, { gate: gate.address }, gate.clients)
    meter.add(g.gatePushedMessagesTotal, { gate: gate.address }, Math.round(gate.clients * (0.3 + random() / 5)))
    if (gate.clients > 0 && random() < 0.3) meter.add(g.gateDroppedMessagesTotal, { gate: gate.address })
  }

  /** What every process reports of the whole cluster; the value of a node that has left stays as it was. */
  function recordWatched({ address, meter, startedAt }: Member, { takeovers }: ShardChanges): void {
    for (const node of nodes.filter(({ alive }) => alive))
      meter.set(n.shardsTotal, { node: node.address }, map.ownedBy(node.address))
    meter.set(n.shardsMigrating, {}, map.migrating())
    for (const { from, to } of takeovers) meter.add(n.shardMigrationsTotal, { from_node: from, to_node: to })
    if (random() < 0.002) meter.add(n.watchReconnectionsTotal, { node_addr: address, outcome: 'reconnected' })
    meter.set(p.goroutines, {}, 80 + Math.round(random() * 20))
    meter.add(p.cpuSecondsTotal, {}, 0.02 + random() / 20)
    meter.set(p.residentMemoryBytes, {}, Math.round((48 + random() * 4) * 2 ** 20))
    meter.set(p.startTimeSeconds, {}, startedAt)
  }

  /** A past, so that what is rare has a series from the start. */
  function begin({ address: node, meter }: Member, shards: number): void {
    const [gate] = gates
    const neighbour = nodes.find(({ address }) => address !== node)?.address ?? ''
    meter.add(n.shardClaimsTotal, { node }, shards)
    meter.add(n.shardReleasesTotal, { node }, 0)
    meter.add(n.shardReallocationsTotal, { from_node: node }, 1)
    meter.add(n.shardMigrationsTotal, { from_node: neighbour, to_node: node }, 2)
    meter.add(n.operationTimeoutsTotal, { node_addr: node, operation: 'CallObject' }, 1)
    meter.add(n.shardMappingWriteFailuresTotal, { error_type: 'modrevision_conflict' }, 1)
    meter.add(n.watchReconnectionsTotal, { node_addr: node, outcome: 'reconnected' }, 1)
    meter.add(n.nodeDroppedMessagesTotal, { node, gate: gate?.address ?? '' }, 1)
  }
}
