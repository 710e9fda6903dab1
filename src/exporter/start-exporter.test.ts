import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from '../errors/zod.ts'
import { createLog } from '../http/log.ts'
import type { HttpServer } from '../http/server.ts'
import { gauge } from '../spec/metrics.ts'
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
    expect(body.checks['rooms']).toMatchObject({ status: 'healthy', extension_version: '0.1' })
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
