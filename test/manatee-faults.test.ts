import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { HttpServer } from '../src/http/server.ts'
import { until } from './support/child.ts'
import { parseExposition, seriesValue } from './support/exposition.ts'
import { servesHttp } from './support/serve-http.ts'
import { startTestExporter } from './support/start-test-exporter.ts'

const serveUrl = servesHttp()
const exporters: HttpServer[] = []
afterEach(async () => {
  await Promise.all(exporters.splice(0).map((exporter) => exporter.stop()))
})

const serve = async (listener: RequestListener): Promise<string> => new URL(await serveUrl(listener)).host

async function start(manatee: Record<string, unknown>, sections: Record<string, unknown> = {}): Promise<HttpServer> {
  const exporter = await startTestExporter({
    cacheTtl: '0s',
    processMetrics: false,
    collectors: { manatee: { cacheTtl: '0s', ...manatee } },
    ...sections,
  })
  exporters.push(exporter)
  return exporter
}

/** A scrape that has to be whole whatever happened behind it. */
async function scrape(exporter: HttpServer, path = '/metrics') {
  const response = await fetch(`${exporter.url}${path}`)
  expect(response.status).toBe(200)
  return parseExposition(await response.text())
}

const ident = (id: string) => ({
  id,
  ip: '10.0.0.1',
  pgUrl: `tcp://postgres@${id}/postgres`,
  zoneId: id,
  backupUrl: '',
})
const state = (generation: number, self: string, ids: readonly string[], more: Record<string, unknown> = {}) => ({
  id: self,
  role: 'primary',
  zkpeers: ids.map(ident),
  zkstate: {
    generation,
    primary: ident(ids[0] ?? ''),
    sync: ids[1] === undefined ? null : ident(ids[1]),
    async: ids.slice(2).map(ident),
    deposed: [],
    initWal: '0/1',
    ...more,
  },
})
const healthy = (answer: unknown): RequestListener => {
  const answers: Readonly<Record<string, unknown>> = {
    '/state': answer,
    '/ping': { healthy: true, error: null, lastCheck: 1000 },
    '/restore': {},
  }
  return (request, response) => void response.end(JSON.stringify(answers[request.url ?? ''] ?? null))
}

describe('the cache', () => {
  it('asks a shard once in its time, and again at once after nobody answered', async () => {
    let requests = 0
    let broken = true
    const answer = healthy(state(1, 'a', ['a']))
    const peer = await serve((request, response) => {
      requests += 1
      if (broken) response.writeHead(500).end()
      else answer(request, response)
    })
    const exporter = await start({ cacheTtl: '1h', shards: [{ name: 'one', peers: [peer] }] })
    expect(seriesValue(await scrape(exporter), 'manatee_shard_up')).toBe(0)
    expect(requests).toBe(1)
    broken = false
    for (let round = 0; round < 3; round += 1) expect(seriesValue(await scrape(exporter), 'manatee_shard_up')).toBe(1)
    expect(requests).toBe(4)
  })
})

describe('the switch', () => {
  it('turns everything off, probes too', async () => {
    const exporter = await start({ enabled: false, shards: [{ name: 'one', peers: ['127.0.0.1:1'] }] })
    const families = await scrape(exporter)
    expect([...families.keys()].filter((name) => name.startsWith('manatee'))).toEqual([])
    expect((await fetch(`${exporter.url}/probe?target=one`)).status).toBe(400)
  })

  it('and a path of its own is a mount', async () => {
    const peer = await serve(healthy(state(1, 'a', ['a'])))
    const shards = [{ name: 'one', peers: [peer] }]
    const exporter = await start({ shards }, { mounts: { '/manatee': ['manatee'] } })
    expect(seriesValue(await scrape(exporter, '/manatee/metrics'), 'manatee_shard_up')).toBe(1)
  })
})

describe('several sources of one shard', () => {
  it('speak with the voice of the newest generation', async () => {
    const old = await serve(healthy(state(6, 'a', ['a', 'b'])))
    const current = await serve(healthy(state(7, 'b', ['b'], { deposed: [ident('a')] })))
    const details = await serve((_request, response) => {
      const peers = { a: { pgp_pgerr: null }, b: { pgp_pgerr: null } }
      response.end(JSON.stringify({ pgs_generation: 6, pgs_peers: peers, pgs_primary: 'a', pgs_sync: 'b' }))
    })
    const shards = [{ name: 'one', peers: [old, current], details: { url: `http://${details}/` } }]
    const families = await scrape(await start({ shards }))
    expect(seriesValue(families, 'manatee_cluster_generation')).toBe(7)
    expect(seriesValue(families, 'manatee_peer_postgres_up', { peer: 'a' })).toBe(0)
    expect(seriesValue(families, 'manatee_peer_postgres_up', { peer: 'b', role: 'primary' })).toBe(1)
    expect(seriesValue(families, 'manatee_scrape_error', { source: 'details', error: 'outdated' })).toBe(1)
  })

  it('include a file and a command', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'belfry-manatee-'))
    try {
      const file = join(folder, 'details.json')
      const details = { pgs_generation: 3, pgs_peers: { a: { pgp_pgerr: {} } }, pgs_primary: 'a', pgs_errors: [{}] }
      await writeFile(file, JSON.stringify(details))
      const print = 'process.stdout.write(require("fs").readFileSync(process.argv[1]))'
      const shards = [
        { name: 'file', details: { file } },
        { name: 'command', details: { command: [process.execPath, '-e', print, file] } },
        { name: 'gone', details: { file: `${file}.gone` } },
      ]
      const families = await scrape(await start({ shards }))
      for (const shard of ['file', 'command']) {
        expect(seriesValue(families, 'manatee_cluster_errors_total', { shard })).toBe(1)
        expect(seriesValue(families, 'manatee_peer_postgres_up', { shard })).toBe(0)
      }
      expect(seriesValue(families, 'manatee_scrape_error', { shard: 'gone', error: 'connection' })).toBe(1)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('hostile answers', () => {
  it('have their labels escaped', async () => {
    const name = 'a "shard" \\ with\nlines'
    const id = 'peer"\\\n{}\0__proto__'
    const peer = await serve(healthy(state(1, id, [id, '__proto__', 'constructor'])))
    const families = await scrape(await start({ shards: [{ name, peers: [peer] }] }))
    expect(seriesValue(families, 'manatee_cluster_peers_total', { shard: name })).toBe(3)
    const known = { shard: name, peer: id.replace('\0', '\uFFFD'), role: 'primary' }
    expect(seriesValue(families, 'manatee_peer_active', known)).toBe(1)
  })

  it('of any JSON leave the scrape whole', async () => {
    let answer: unknown = null
    const peer = await serve((_request, response) => void response.end(JSON.stringify(answer)))
    const shards = [{ name: 'one', peers: [peer], details: { url: `http://${peer}/details` } }]
    const exporter = await start({ shards })
    const keys = fc.constantFrom(
      ...['id', 'zkstate', 'zkpeers', 'generation', 'primary', 'sync', 'async', 'deposed', 'freeze', 'healthy'],
      ...['lastCheck', 'restore', 'done', 'size', 'pgs_peers', 'pgs_primary', 'pgs_sync', 'pgs_asyncs', 'pgs_errors'],
      ...['pgp_repl', 'pgp_lag', 'pgp_pgerr', 'pgp_ident', 'replay_lsn', 'sent_lsn', 'seconds', '__proto__'],
    )
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5, depthSize: 'medium' },
        fc.constantFrom(null, true, '0/1800000', 'x', '', 0, -1, 1e308, 'failed'),
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.array(fc.tuple(keys, tie('tree')), { maxLength: 8 }).map((entries) => Object.fromEntries(entries)),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        answer = value
        const families = await scrape(exporter)
        expect([0, 1]).toContain(seriesValue(families, 'manatee_shard_up'))
        for (const [name, series] of families)
          for (const one of series) expect([name, Number.isFinite(one.value)]).toEqual([name, true])
      }),
      { numRuns: 300, seed: 42 },
    )
  })
})

describe('many shards', () => {
  it('are read a few at a time, whole, and each once', async () => {
    let open = 0
    let most = 0
    const server = await serve((request, response) => {
      open += 1
      most = Math.max(most, open)
      const [, shard = '', peer = '', endpoint = ''] = (request.url ?? '').split('/')
      const ids = [1, 2, 3].map((number) => `${shard}-peer${number}`)
      request.url = `/${endpoint}`
      setImmediate(() => {
        open -= 1
        healthy(state(5, `${shard}-${peer}`, ids))(request, response)
      })
    })
    const shards = Array.from({ length: 200 }, (_, index) => ({
      name: `${index}.moray`,
      peers: [1, 2, 3].map((number) => `http://${server}/s${index}/peer${number}`),
    }))
    const families = await scrape(await start({ concurrency: 50, timeout: '5s', shards }))
    expect(families.get('manatee_cluster_generation')).toHaveLength(200)
    expect(families.get('manatee_peer_postgres_up')).toHaveLength(600)
    expect(families.has('manatee_scrape_error')).toBe(false)
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(50)
  })

  it('that are all silent end in time, and are all down', async () => {
    const server = await serve(() => {})
    const shards = Array.from({ length: 300 }, (_, index) => ({
      name: `${index}.moray`,
      peers: [`http://${server}/s${index}`],
    }))
    const exporter = await start({ concurrency: 50, timeout: '200ms', shards }, { collectorTimeout: '500ms' })
    const families = await scrape(exporter)
    expect(families.get('manatee_shard_up')?.map(({ value }) => value)).toEqual(shards.map(() => 0))
    expect(seriesValue(families, 'belfry_collector_errors_total', { reason: 'timeout' })).toBe(1)
  })
})

describe('flapping', () => {
  it('for an hour of scrapes rejects nothing unheard, and is right again afterwards', async () => {
    const unheard: unknown[] = []
    const hear = (reason: unknown) => void unheard.push(reason)
    process.on('unhandledRejection', hear)
    try {
      let turn = 0
      let calm = false
      const good = healthy(state(1, 'a', ['a', 'b', 'c']))
      const peer = await serve((request, response) => {
        turn += 1
        if (calm) return good(request, response)
        const kind = (turn * 7 + Math.floor(turn / 11)) % 8
        if (kind === 0) request.socket.destroy()
        else if (kind === 1) response.writeHead(500).end()
        else if (kind === 2) response.end('{"zkstate": {"gen')
        else if (kind === 3) response.writeHead(200, { 'content-length': '99' }).end('{"id"', () => response.destroy())
        else if (kind === 4 && turn % 5 === 0) setTimeout(() => response.end('{}'), 60)
        else good(request, response)
      })
      const names = ['one', 'two', 'three']
      const shards = names.map((name) => ({
        name,
        peers: [`http://${peer}`, `http://${peer}/`],
        details: { url: `http://${peer}/details` },
      }))
      const exporter = await start({ timeout: '25ms', details: { timeout: '25ms' }, concurrency: 4, shards })
      // One for each 15 seconds of an hour.
      for (let round = 0; round < 240; round += 1) {
        const families = await scrape(exporter)
        expect(families.get('manatee_shard_up')).toHaveLength(3)
      }
      calm = true
      // A busy machine may be too slow for one of them.
      const up = async () =>
        (await scrape(exporter)).get('manatee_shard_up')?.every(({ value }) => value === 1) === true
      await until('all shards', up)
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(unheard).toEqual([])
    } finally {
      process.off('unhandledRejection', hear)
    }
  })
})
