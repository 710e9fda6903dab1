import { spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  goverseGateMetrics,
  goverseInspectorMetrics,
  goverseNodeMetrics,
  goverseProcessMetrics,
} from '../exporters/goverse/metrics.ts'
import { goverseSimulator } from '../exporters/goverse/simulator.ts'
import { createLog } from '../src/http/log.ts'
import type { HttpServer } from '../src/http/server.ts'
import { startSimulators } from '../src/simulator/start-simulators.ts'
import { engineProgram } from './support/engine-program.ts'
import { collectorSuccess, scrape, scrapeText } from './support/exporter-fixture.ts'
import { parseExposition, seriesValue } from './support/exposition.ts'
import { playScenario } from './support/play-scenario.ts'
import { startTestExporter } from './support/start-test-exporter.ts'

/** What promtool finds, as the names are GoVerse's own. */
const knownLint = [
  'goverse_objects_total non-counter metrics should not have "_total" suffix',
  'goverse_shards_total non-counter metrics should not have "_total" suffix',
]

/** Families that show only when something has happened: a node has stopped, died, or lost etcd. */
const rare = ['goverse_node_stop_duration_seconds']
const rareAtGates = ['goverse_shard_migrations_total', 'goverse_watch_reconnections_total']

let simulator: HttpServer
let promtool: { readonly path: string; readonly env: NodeJS.ProcessEnv }
const exporters: HttpServer[] = []
const fakes: Server[] = []

beforeAll(async () => {
  const log = createLog('test', { level: 'silent' })
  simulator = await startSimulators({ listen: { host: '127.0.0.1', port: 0 } }, [goverseSimulator], { log })
  const program = await engineProgram('promtool')
  promtool = { path: program.path, env: { ...process.env, ...program.env } }
  for (let step = 0; step < 30; step++) await switchScenario('healthy')
}, 60_000)
afterEach(async () => {
  await Promise.all(exporters.splice(0).map((one) => one.stop()))
  for (const fake of fakes.splice(0)) fake.close().closeAllConnections()
})
afterAll(() => simulator?.stop())

/** Each call moves the cluster on by a second as well. */
const switchScenario = (scenario: string): Promise<void> => playScenario(simulator.url, 'goverse', scenario)

async function exporterFor(inspector: string, options: Record<string, unknown> = {}): Promise<HttpServer> {
  const server = await startTestExporter({ cacheTtl: '0s', collectors: { goverse: { inspector, ...options } } })
  exporters.push(server)
  return server
}

const inspectorOf = () => `${simulator.url}/goverse/inspector`
const page = async (path: string) => (await fetch(`${simulator.url}/goverse/${path}`)).text()

function lint(text: string): readonly string[] {
  const { stdout, stderr } = spawnSync(promtool.path, ['check', 'metrics'], {
    input: text,
    env: promtool.env,
    encoding: 'utf8',
  })
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
}

describe('what GoVerse exposes', () => {
  it('has every family of the catalog, with its labels and its buckets', async () => {
    const pages = await Promise.all(
      ['nodes/1', 'nodes/2', 'nodes/3', 'gates/1', 'gates/2'].map((one) => page(`${one}/metrics`)),
    )
    const [nodes, gates] = [pages.slice(0, 3), pages.slice(3)].map((texts) => texts.map(parseExposition))
    for (const [exposed, sets] of [
      [nodes, [goverseNodeMetrics, goverseProcessMetrics]],
      [gates, [goverseGateMetrics, goverseProcessMetrics]],
    ] as const) {
      for (const { name, type, labels, buckets } of sets.flatMap((set) => Object.values(set))) {
        if (rare.includes(name) || (exposed === gates && rareAtGates.includes(name))) continue
        const sampled = type === 'histogram' ? `${name}_bucket` : name
        const series = exposed?.flatMap((one) => one.get(sampled) ?? []) ?? []
        expect(series.length, name).toBeGreaterThan(0)
        for (const one of series)
          expect(Object.keys(one.labels).sort()).toEqual([...labels, ...(type === 'histogram' ? ['le'] : [])].sort())
        if (type === 'histogram')
          expect([...new Set(series.map((one) => one.labels.le))]).toEqual([...buckets.map(String), '+Inf'])
      }
    }
  })

  it('is what promtool accepts, but for the names that are GoVerse’s own', async () => {
    const findings = new Set([...lint(await page('nodes/1/metrics')), ...lint(await page('gates/1/metrics'))])
    expect([...findings].sort()).toEqual(knownLint)
  })
})

describe('the collector of the inspector', () => {
  it('gives every family, and the numbers of the cluster', async () => {
    const server = await exporterFor(inspectorOf())
    const families = await scrape(server)
    for (const { name } of Object.values(goverseInspectorMetrics)) expect(families.has(name), name).toBe(true)
    expect(collectorSuccess(families)).toEqual({ goverse_graph: 1, goverse_shards: 1 })
    expect(seriesValue(families, 'goverse_inspector_nodes')).toBe(3)
    expect(seriesValue(families, 'goverse_inspector_gates')).toBe(2)
    const states = families.get('goverse_inspector_shards') ?? []
    expect(states.reduce((sum, { value }) => sum + value, 0)).toBe(1024)
    const gate = { node: 'localhost:49000', client_type: 'grpc' }
    expect(seriesValue(families, 'goverse_clients_connected', gate)).toBeGreaterThan(50)
    expect(lint(await scrapeText(server)).filter((line) => line.startsWith('goverse_'))).toEqual([])
  })

  it('follows objects that are deleted, which the gauge of GoVerse does not', async () => {
    const server = await exporterFor(inspectorOf())
    const counts = async () => {
      const families = await scrape(server)
      const total = (name: string, from = families) => (from.get(name) ?? []).reduce((sum, { value }) => sum + value, 0)
      const nodes = await Promise.all([1, 2, 3].map(async (one) => parseExposition(await page(`nodes/${one}/metrics`))))
      return {
        alive: total('goverse_inspector_objects'),
        counted: nodes.reduce((sum, one) => sum + total('goverse_objects_total', one), 0),
      }
    }
    for (let step = 0; step < 5; step++) await switchScenario('many-objects')
    const many = await counts()
    for (let step = 0; step < 60; step++) await switchScenario('healthy')
    const few = await counts()
    expect(many.alive).toBeGreaterThan(3000)
    expect(few.alive).toBeLessThan(1200)
    expect(few.counted).toBeGreaterThan(many.counted)
  })

  it('sees a lost node, which stays in what the others report', async () => {
    await switchScenario('node-lost')
    for (let step = 0; step < 30; step++) await switchScenario('node-lost')
    const families = await scrape(await exporterFor(inspectorOf()))
    expect(seriesValue(families, 'goverse_inspector_nodes')).toBe(2)
    expect((await fetch(`${simulator.url}/goverse/nodes/3/metrics`)).status).toBe(503)
    const lost = { node: 'localhost:48002' }
    expect(seriesValue(parseExposition(await page('nodes/1/metrics')), 'goverse_shards_total', lost)).toBeGreaterThan(
      300,
    )
    await switchScenario('healthy')
  })
})

describe('a fault of the inspector', () => {
  async function fake(answer: Parameters<typeof createServer>[1]): Promise<string> {
    const server = createServer(answer ?? (() => {}))
    fakes.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const faults: readonly (readonly [string, string, Parameters<typeof createServer>[1]])[] = [
    ['an error', 'response', (_, response) => void response.writeHead(500).end('panic')],
    ['half a document', 'response', (_, response) => void response.end('{"goverse_nodes":[{"id":"a"')],
    ['the wrong types', 'response', (_, response) => void response.end('{"shards":7,"goverse_nodes":"none"}')],
    ['silence', 'timeout', () => {}],
    ['a closed door', 'authentication', (_, response) => void response.writeHead(403).end()],
    ['a hang-up', 'connection', (request) => void request.socket.destroy()],
  ]

  it.each(faults)('%s leaves the scrape valid, in time, and is counted as %s', async (_, reason, answer) => {
    const server = await exporterFor(await fake(answer), { timeout: '300ms' })
    const text = await scrapeText(server)
    const families = parseExposition(text)
    expect(collectorSuccess(families)).toEqual({ goverse_graph: 0, goverse_shards: 0 })
    for (const collector of ['goverse_graph', 'goverse_shards'])
      expect(seriesValue(families, 'belfry_collector_errors_total', { collector, reason })).toBe(1)
    expect(text).not.toMatch(/^goverse_/m)
    expect(lint(text).filter((line) => /goverse|error/.test(line))).toEqual([])
  })

  it('an inspector that is gone is counted as a lost connection', async () => {
    const url = await fake(() => {})
    for (const one of fakes.splice(0)) one.close()
    const families = await scrape(await exporterFor(url))
    expect(
      seriesValue(families, 'belfry_collector_errors_total', { collector: 'goverse_graph', reason: 'connection' }),
    ).toBe(1)
  })

  it('hostile names and very many objects stay valid and bounded', async () => {
    const hostile = 'Chat"Room\\\n{}'
    const objects = Array.from({ length: 50_000 }, (_, index) => ({
      type: `${hostile}${index % 20_000}`,
      goverse_node_id: 'a',
    }))
    const graph = JSON.stringify({ goverse_nodes: [{ id: 'a' }], goverse_gates: [], goverse_objects: objects })
    const url = await fake(
      (request, response) => void response.end(request.url === '/graph' ? graph : '{"shards":null}'),
    )
    const families = await scrape(await exporterFor(url))
    expect(families.get('goverse_inspector_objects')).toHaveLength(5000)
    expect(families.get('goverse_inspector_objects')?.[0]?.labels.type).toBe(`${hostile}0`)
    expect(seriesValue(families, 'belfry_series_dropped_total', { family: 'goverse_inspector_objects' })).toBe(15_000)
  })

  it('a graph beyond the limit is refused instead of read', async () => {
    const url = await fake((_, response) => void response.end(JSON.stringify({ goverse_objects: 'x'.repeat(5000) })))
    const families = await scrape(await exporterFor(url, { maxBytes: 2048 }))
    expect(
      seriesValue(families, 'belfry_collector_errors_total', { collector: 'goverse_graph', reason: 'response' }),
    ).toBe(1)
  })
})
