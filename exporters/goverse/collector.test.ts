import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CollectError } from '#belfry'
import { createSampleSet } from '../../src/exporter/sample-set.ts'
import { servesHttp } from '../../test/support/serve-http.ts'
import { graph } from './graph.ts'
import { openInspector } from './inspector.ts'
import { goverseCollectorOptions } from './options.ts'
import { shards } from './shards.ts'

const serve = servesHttp()

/** An inspector that answers with these pages; a text stands as it is. */
async function inspectorWith(pages: { readonly graph?: unknown; readonly shards?: unknown }) {
  const url = await serve((request, response) => {
    const page = request.url === '/graph' ? pages.graph : pages.shards
    response.end(typeof page === 'string' ? page : JSON.stringify(page))
  })
  return openInspector(goverseCollectorOptions.parse({ inspector: `${url}/` }))
}

async function collect(part: ReturnType<typeof graph>): Promise<Record<string, number>> {
  const set = createSampleSet(1000)
  await part({ sample: set.sample, signal: AbortSignal.timeout(5000) })
  const series = set.snapshot().families.flatMap(({ family, series }) =>
    series.map(({ labels, value }): [string, number] => {
      const values = Object.values(labels).join(' ')
      return [values === '' ? family.name : `${family.name} ${values}`, value]
    }),
  )
  return Object.fromEntries(series)
}

const one = {
  id: 'localhost:48000',
  label: 'localhost:48000',
  type: 'goverse_node',
  advertise_addr: 'localhost:48000',
  registered_at: '2026-05-04T10:00:00Z',
  object_count: 2,
  connected_nodes: ['localhost:48001'],
  registered_gates: ['localhost:49000'],
  link_metrics: {},
}
const two = { ...one, id: 'localhost:48001', label: 'localhost:48001', advertise_addr: 'localhost:48001' }
const gate = { ...one, id: 'localhost:49000', type: 'goverse_gate', advertise_addr: 'localhost:49000', clients: 7 }
const room = {
  id: 'ChatRoom-1',
  type: 'ChatRoom',
  goverse_node_id: 'localhost:48000',
  shard_id: 12,
  calls_per_minute: 30,
  avg_execution_duration_us: 250.5,
}

describe('the graph of the inspector', () => {
  it('counts members, clients, and objects by node and type, none included', async () => {
    const inspector = await inspectorWith({
      graph: {
        goverse_nodes: [one, two],
        goverse_gates: [gate],
        goverse_objects: [
          room,
          { ...room, id: 'ChatRoom-2' },
          { ...room, id: 'c', goverse_node_id: two.id, type: 'Chat' },
        ],
      },
    })
    expect(await collect(graph(inspector))).toEqual({
      goverse_inspector_nodes: 2,
      goverse_inspector_gates: 1,
      'goverse_clients_connected localhost:49000 grpc': 7,
      'goverse_inspector_objects localhost:48000 ChatRoom': 2,
      'goverse_inspector_objects localhost:48000 Chat': 0,
      'goverse_inspector_objects localhost:48001 ChatRoom': 0,
      'goverse_inspector_objects localhost:48001 Chat': 1,
    })
  })

  it('takes the nothing of Go for an empty list, and says nothing of clients that the version does not count', async () => {
    const { clients: _, ...silent } = gate
    const inspector = await inspectorWith({
      graph: { goverse_nodes: null, goverse_gates: [silent], goverse_objects: null },
    })
    expect(await collect(graph(inspector))).toEqual({ goverse_inspector_nodes: 0, goverse_inspector_gates: 1 })
  })
})

describe('the shards of the inspector', () => {
  const shard = (shard_id: number, target_node: string, current_node: string) => ({
    shard_id,
    target_node,
    current_node,
    object_count: 0,
  })

  it('are counted by how they stand and by owner', async () => {
    const inspector = await inspectorWith({
      shards: {
        shards: [shard(0, 'a', 'a'), shard(1, 'b', 'a'), shard(2, 'b', ''), shard(3, '', ''), shard(4, 'a', 'a')],
        nodes: ['a', 'b'],
      },
    })
    expect(await collect(shards(inspector))).toEqual({
      'goverse_inspector_shards settled': 2,
      'goverse_inspector_shards migrating': 1,
      'goverse_inspector_shards unclaimed': 1,
      'goverse_inspector_shards unassigned': 1,
      'goverse_inspector_node_shards a': 3,
      'goverse_inspector_node_shards b': 0,
    })
  })

  it('are unknown to an inspector without etcd, not zero', async () => {
    expect(await collect(shards(await inspectorWith({ shards: { shards: [], nodes: [] } })))).toEqual({})
  })
})

describe('a page that is not understood', () => {
  it.each([
    ['half a document', '{"goverse_nodes": [{"id": "a"'],
    ['a list', []],
    ['a member without a name', { goverse_nodes: [{ advertise_addr: 'a' }] }],
    ['a count of clients below zero', { goverse_gates: [{ ...gate, clients: -1 }] }],
    ['a number for a text', { goverse_objects: [{ ...room, type: 7 }] }],
  ])('%s is a failure that is counted as one of the answer', async (_, page) => {
    const failed = collect(graph(await inspectorWith({ graph: page })))
    await expect(failed).rejects.toMatchObject({ name: 'CollectError', reason: 'response' })
  })

  it('whatever it is, is numbers or a failure that has a reason', async () => {
    const pages: { graph?: unknown; shards?: unknown } = {}
    const inspector = await inspectorWith(pages)
    const list = (entry: fc.Arbitrary<unknown>) =>
      fc.option(fc.array(fc.oneof(entry, fc.jsonValue()), { maxLength: 4 }))
    const text = fc.oneof(fc.string(), fc.constant(null), fc.integer())
    const page = fc.oneof(
      fc.jsonValue(),
      fc.record({
        goverse_nodes: list(fc.record({ id: text, advertise_addr: text })),
        goverse_gates: list(fc.record({ id: text, clients: fc.oneof(fc.integer(), fc.array(text), text) })),
        goverse_objects: list(fc.record({ type: text, goverse_node_id: text })),
        shards: list(fc.record({ target_node: text, current_node: text })),
        nodes: list(text),
      }),
    )
    await fc.assert(
      fc.asyncProperty(page, async (value) => {
        pages.graph = value
        pages.shards = value
        for (const part of [graph(inspector), shards(inspector)]) {
          const values = await collect(part).catch((error: unknown) => {
            expect(error).toBeInstanceOf(CollectError)
            return {}
          })
          for (const one of Object.values(values)) expect(one).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 150, seed: 42 },
    )
  })
})
