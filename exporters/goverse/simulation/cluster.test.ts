import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/simulator/random.ts'
import { goverseNodeMetrics as node } from '../metrics.ts'
import { type Cluster, createCluster } from './cluster.ts'
import { graphPage, shardsPage } from './inspector-pages.ts'
import { createMeter } from './meter.ts'
import type { Scenario } from './scenarios.ts'

const cluster = (): Cluster => createCluster(seededRandom('goverse'), () => 1_777_000_000_000)

function run(one: Cluster, scenario: Scenario, steps: number): void {
  for (let step = 0; step < steps; step++) one.step(scenario)
}

/** Sum of the samples of a line that begins so. */
function sum(text: string, start: string): number {
  const lines = text.split('\n').filter((line) => line.startsWith(start))
  return lines.reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0)
}

const owned = (one: Cluster) =>
  one.nodes.map(({ address }) => one.shards.filter(({ current }) => current === address).length)
const migrating = (one: Cluster) => sum(one.nodes[0]?.meter.text() ?? '', 'goverse_shards_migrating ')
const texts = (one: Cluster) => one.nodes.map(({ meter }) => meter.text()).join('')

describe('the simulated cluster', () => {
  it('is the same in every run', () => {
    const [one, two] = [cluster(), cluster()]
    run(one, 'healthy', 50)
    run(two, 'healthy', 50)
    expect(texts(one)).toBe(texts(two))
  })

  it('is even, and moves a shard now and then', () => {
    const one = cluster()
    run(one, 'healthy', 300)
    expect(Math.max(...owned(one)) - Math.min(...owned(one))).toBeLessThan(10)
    expect(sum(texts(one), 'goverse_shard_releases_total')).toBeGreaterThan(5)
    expect(migrating(one)).toBeLessThan(10)
  })

  it('has a storm, after which it calms down', () => {
    const one = cluster()
    run(one, 'migration-storm', 60)
    expect(migrating(one)).toBeGreaterThan(100)
    run(one, 'healthy', 120)
    expect(migrating(one)).toBeLessThan(10)
  })

  it('gets stuck: shards wait, and none is claimed', () => {
    const one = cluster()
    run(one, 'stuck-migrations', 5)
    const before = sum(texts(one), 'goverse_shard_claims_total')
    run(one, 'stuck-migrations', 100)
    expect(migrating(one)).toBe(24)
    expect(sum(texts(one), 'goverse_shard_claims_total')).toBe(before)
  })

  it('loses a node: takeovers are counted by all that watch, its last value stays, and it comes back empty', () => {
    const one = cluster()
    run(one, 'healthy', 3)
    const before = one.nodes.map(({ meter }) => sum(meter.text(), 'goverse_shard_migrations_total'))
    run(one, 'node-lost', 60)
    expect(owned(one)[2]).toBe(0)
    const counted = one.nodes.map(
      ({ meter }, index) => sum(meter.text(), 'goverse_shard_migrations_total') - (before[index] ?? 0),
    )
    expect(counted.slice(0, 2)).toEqual([341, 341])
    expect(sum(one.nodes[0]?.meter.text() ?? '', 'goverse_shards_total{node="localhost:48002"}')).toBe(341)
    run(one, 'healthy', 120)
    expect(owned(one)[2]).toBeGreaterThan(300)
  })

  it.each<[Scenario, number, (one: Cluster) => boolean]>([
    ['unbalanced', 200, (one) => Math.max(...owned(one)) - Math.min(...owned(one)) > 500],
    ['idle-node', 120, (one) => owned(one)[2] === 0],
    ['losing-node', 900, (one) => (owned(one)[1] ?? 0) < 320 && (owned(one)[1] ?? 0) > 0],
    ['many-objects', 60, (one) => one.objects.length > 33_000],
    ['no-clients', 60, (one) => one.gates.every(({ clients }) => clients === 0)],
    ['crowded-gate', 60, (one) => (one.gates[0]?.clients ?? 0) > 1000 && (one.gates[1]?.clients ?? 0) < 200],
    [
      'failing-calls',
      60,
      (one) => sum(texts(one).replace(/^.*status="success".*$/gm, ''), 'goverse_method_calls_total') > 400,
    ],
    ['slow-calls', 60, (one) => sum(texts(one), 'goverse_method_call_duration_sum') > 3000],
  ])('%s does what it says', (scenario, steps, shown) => {
    const one = cluster()
    run(one, 'healthy', 3)
    expect(shown(one)).toBe(false)
    run(one, scenario, steps)
    expect(shown(one)).toBe(true)
  })

  it('gives the inspector the same objects and shards', () => {
    const one = cluster()
    run(one, 'healthy', 5)
    const { shards, nodes } = shardsPage(one) as { shards: { object_count: number }[]; nodes: string[] }
    const graph = graphPage(one) as { goverse_objects: object[]; goverse_nodes: { object_count: number }[] }
    expect(shards).toHaveLength(1024)
    expect(nodes).toEqual(['localhost:48000', 'localhost:48001', 'localhost:48002'])
    expect(shards.reduce((total, { object_count }) => total + object_count, 0)).toBe(one.objects.length)
    const located = graph.goverse_nodes.reduce((total, { object_count }) => total + object_count, 0)
    expect(graph.goverse_objects).toHaveLength(located)
  })
})

it('metrics are printed as by Go: labels sorted, bounds last, cumulative', () => {
  const meter = createMeter()
  const labels = { node: 'localhost:48000', object_type: 'Chat "1"', method_name: 'Join', status: 'success' }
  meter.observe(node.methodCallDuration, labels, 0.005)
  meter.observe(node.methodCallDuration, labels, 20)
  const shown = 'method_name="Join",node="localhost:48000",object_type="Chat \\"1\\"",status="success"'
  expect(meter.text().split('\n').slice(1)).toEqual([
    '# TYPE goverse_method_call_duration histogram',
    `goverse_method_call_duration_bucket{${shown},le="0.001"} 0`,
    `goverse_method_call_duration_bucket{${shown},le="0.01"} 1`,
    `goverse_method_call_duration_bucket{${shown},le="0.1"} 1`,
    `goverse_method_call_duration_bucket{${shown},le="1"} 1`,
    `goverse_method_call_duration_bucket{${shown},le="10"} 1`,
    `goverse_method_call_duration_bucket{${shown},le="+Inf"} 2`,
    `goverse_method_call_duration_sum{${shown}} 20.005`,
    `goverse_method_call_duration_count{${shown}} 2`,
    '',
  ])
})
