import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import * as z from '../errors/zod.ts'
import { createLog } from '../http/log.ts'
import type { HttpServer } from '../http/server.ts'
import { defineMetrics, gauge } from '../spec/metrics.ts'
import { CollectError } from './collect-error.ts'
import { type CollectorParts, defineCollector } from './collector.ts'
import { parseExporterConfig } from './config.ts'
import { startExporter } from './start-exporter.ts'

const temperature = gauge('room_temperature_celsius', { help: 'Temperature.', labels: ['room'] })
const servers: HttpServer[] = []
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.stop()))))

async function start(parts: CollectorParts, sections: Record<string, unknown> = {}): Promise<string> {
  const rooms = defineCollector({
    name: 'rooms',
    metrics: [],
    needs: [],
    options: z.strictObject({}),
    create: () => parts,
  })
  const config = parseExporterConfig(
    { listen: { port: 0 }, collectors: { rooms: {} }, ...sections },
    [rooms],
    'of the test',
  )
  const server = await startExporter(config, { log: createLog('test', { level: 'silent' }), version: '1.2.3' })
  servers.push(server)
  return server.url
}

const hall: CollectorParts = { parts: { '': async ({ sample }) => sample(temperature, { room: 'hall' }, 20) } }

describe('the metrics page', () => {
  it('serves Prometheus text, and OpenMetrics to those who prefer it', async () => {
    const url = await start(hall)
    const text = await fetch(`${url}/metrics`)
    expect(text.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const body = await text.text()
    expect(body).toContain('room_temperature_celsius{room="hall"} 20')
    expect(body).toContain('belfry_collector_success{collector="rooms"} 1')
    expect(body).toContain('belfry_build_info{version="1.2.3"')
    const accept = 'application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
    const open = await fetch(`${url}/metrics`, { headers: { accept } })
    expect(open.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
    expect(await open.text()).toMatch(/# EOF\n$/)
  })

  it('collects once for 200 parallel scrapes', async () => {
    let runs = 0
    const url = await start(
      {
        parts: {
          '': async () => {
            runs += 1
            await new Promise((resolve) => setTimeout(resolve, 200))
          },
        },
      },
      { cacheTtl: '30s' },
    )
    const bodies = await Promise.all(Array.from({ length: 200 }, async () => (await fetch(`${url}/metrics`)).text()))
    expect(runs).toBe(1)
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain('belfry_collections_total 1\n')
  })

  it('moves and goes away as configured', async () => {
    const moved = await start(hall, { path: '/prometheus/metrics' })
    expect((await fetch(`${moved}/prometheus/metrics`)).status).toBe(200)
    expect((await fetch(`${moved}/metrics`)).status).toBe(404)
    const off = await start(hall, { enabled: false })
    expect((await fetch(`${off}/metrics`)).status).toBe(404)
    expect((await fetch(`${off}/health/live`)).status).toBe(200)
  })

  it('leaves process metrics out when told so', async () => {
    const url = await start(hall, { processMetrics: false })
    expect(await (await fetch(`${url}/metrics`)).text()).not.toContain('process_')
  })
})

describe('authorization', () => {
  it('guards all but the two probes of a container platform, and needs its secret at the start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'belfry-exporter-'))
    const tokenFile = join(folder, 'token')
    const authorization = { type: 'bearer', tokenFile }
    await expect(start(hall, { authorization })).rejects.toMatchObject({ code: 'SECRET_MISSING' })
    await writeFile(tokenFile, 'letmein')
    const url = await start(hall, { authorization })
    const status = async (path: string, headers = {}) => (await fetch(url + path, { headers })).status
    expect(await status('/metrics')).toBe(401)
    expect(await status('/health')).toBe(401)
    expect(await status('/health/ready')).toBe(200)
    expect(await status('/health/live')).toBe(200)
    expect(await status('/metrics', { authorization: 'Bearer letmein' })).toBe(200)
    await rm(folder, { recursive: true })
  })
})

describe('the health pages', () => {
  it('are 200 with the facts while all is well', async () => {
    const url = await start({ parts: {}, health: async () => ({ extension_version: '0.1' }) })
    const answer = await fetch(`${url}/health`)
    expect(answer.status).toBe(200)
    const body = (await answer.json()) as { checks: Record<string, object> }
    expect(Object.keys(body)).toEqual(['status', 'uptime_seconds', 'timestamp', 'checks'])
    expect(body.checks.rooms).toMatchObject({ status: 'healthy', extension_version: '0.1' })
  })

  it('are 503 without the text of the error when a service is down, and stay alive', async () => {
    const url = await start({
      parts: {},
      health: async () => {
        throw new Error('password=hunter2')
      },
    })
    const answer = await fetch(`${url}/health`)
    expect(answer.status).toBe(503)
    const text = await answer.text()
    expect(text).not.toContain('hunter2')
    expect(JSON.parse(text).checks.rooms).toEqual({ status: 'unhealthy', timestamp: expect.any(String) })
    const live = await fetch(`${url}/health/live`)
    expect(live.status).toBe(200)
    expect(await live.json()).toMatchObject({ alive: true, uptime_seconds: expect.any(Number) })
  })
})

describe('a mount', () => {
  const celsius = defineMetrics('exporter', { temperature })
  const watts = defineMetrics('exporter', { power: gauge('room_power_watts', { help: 'Power.', labels: ['room'] }) })

  async function startTwo(sections: Record<string, unknown>): Promise<string> {
    const heat = defineCollector({
      name: 'heat',
      metrics: [celsius],
      needs: [],
      options: z.strictObject({}),
      create: () => ({ ...hall, health: async () => ({ rooms: 1 }) }),
    })
    const power = defineCollector({
      name: 'power',
      metrics: [watts],
      needs: [],
      options: z.strictObject({}),
      create: () => ({ parts: { '': async ({ sample }) => sample(watts.power, { room: 'hall' }, 60) } }),
    })
    const config = parseExporterConfig(
      { listen: { port: 0 }, collectors: { heat: {}, power: {} }, ...sections },
      [heat, power],
      'of the test',
    )
    const server = await startExporter(config, { log: createLog('test', { level: 'silent' }), version: '1.2.3' })
    servers.push(server)
    return server.url
  }

  it('serves its collectors alone, how they fare, and their health', async () => {
    const url = await startTwo({ mounts: { '/climate': ['heat'] } })
    const text = await (await fetch(`${url}/climate/metrics`)).text()
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    expect(samples).toContain('room_temperature_celsius{room="hall"} 20')
    expect(samples).toContain('belfry_collector_success{collector="heat"} 1')
    expect(samples.filter((line) => !/^room_temperature|collector="heat"/.test(line))).toEqual([])
    const health = (await (await fetch(`${url}/climate/health`)).json()) as { checks: object }
    expect(Object.keys(health.checks)).toEqual(['heat'])
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('room_power_watts')
  })

  it('names only collectors that are configured', async () => {
    await expect(startTwo({ mounts: { '/climate': ['heet'] } })).rejects.toThrow(/mounts\.\/climate.*heat/s)
  })
})

describe('a probe', () => {
  const reached: string[] = []
  const doors = defineCollector({
    name: 'doors',
    metrics: [],
    needs: [],
    options: z.strictObject({ allowed: z.array(z.string()) }),
    create: () => ({ parts: {} }),
    probe: ({ options }, door) =>
      options.allowed.includes(door)
        ? {
            parts: {
              '': async ({ sample }) => {
                reached.push(door)
                if (door === 'attic') throw new CollectError('connection', 'stuck')
                sample(temperature, { room: door }, 18)
              },
            },
          }
        : null,
  })

  async function startProbing(): Promise<string> {
    const sections = { listen: { port: 0 }, cacheTtl: '30s', collectors: { doors: { allowed: ['cellar', 'attic'] } } }
    const config = parseExporterConfig(sections, [doors], 'of the test')
    const server = await startExporter(config, { log: createLog('test', { level: 'silent' }), version: '1.2.3' })
    servers.push(server)
    return server.url
  }

  it('collects one target, and nothing of the service', async () => {
    const url = await startProbing()
    reached.length = 0
    const pages = await Promise.all([1, 2, 3].map(async () => (await fetch(`${url}/probe?target=cellar`)).text()))
    expect(pages[0]).toContain('room_temperature_celsius{room="cellar"} 18')
    expect(pages[0]).toContain('belfry_collector_success{collector="doors"} 1')
    expect(pages[0]).not.toContain('process_cpu')
    expect(reached).toEqual(['cellar'])
  })

  it('stays a scrape when its target fails', async () => {
    const url = await startProbing()
    const answer = await fetch(`${url}/probe?target=attic&collector=doors`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('belfry_collector_errors_total{collector="doors",reason="connection"} 1')
  })

  it('reaches nothing that the configuration does not allow', async () => {
    const url = await startProbing()
    reached.length = 0
    for (const query of ['', '?target=', '?target=garage', '?target=cellar&target=attic', '?target=cellar&collector=x'])
      expect((await fetch(`${url}/probe${query}`)).status, query).toBe(400)
    expect(reached).toEqual([])
    const none = await start(hall)
    expect((await fetch(`${none}/probe?target=cellar`)).status).toBe(404)
  })
})
