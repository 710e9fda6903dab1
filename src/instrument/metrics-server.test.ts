import { Gauge, Registry } from 'prom-client'
import { afterEach, describe, expect, it } from 'vitest'
import { type MetricsServer, startMetricsServer } from './metrics-server.ts'
import { orchestratorMetrics } from './orchestrator.ts'

let server: MetricsServer | undefined
afterEach(() => server?.stop())

describe('the metrics server of an application', () => {
  it('serves one path, and nothing else', async () => {
    const registry = new Registry()
    orchestratorMetrics({ replicaSet: 'main', registry }).generationCreated()
    server = await startMetricsServer({ port: 0, registry })
    const response = await fetch(`${server.url}?from=prometheus`)
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(await response.text()).toContain('pupsourcing_orchestrator_generations_total{replica_set="main"} 1')
    expect((await fetch(new URL('/other', server.url))).status).toBe(404)
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405)
    expect((await fetch(server.url, { method: 'HEAD' })).status).toBe(200)
  })

  it('answers 500 when a metric fails, and keeps the reason to itself', async () => {
    const registry = new Registry()
    const collect = () => {
      throw new Error('password: hunter2')
    }
    new Gauge({ name: 'broken', help: 'fails', registers: [registry], collect })
    server = await startMetricsServer({ port: 0, registry })
    const response = await fetch(server.url)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('hunter2')
  })

  it('listens where it is told, and says when it cannot', async () => {
    server = await startMetricsServer({ port: 0, path: '/orchestrator', registry: new Registry() })
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/orchestrator`)
    await expect(startMetricsServer({ port: server.port, registry: new Registry() })).rejects.toThrow(/EADDRINUSE/)
  })

  it('can be stopped twice', async () => {
    server = await startMetricsServer({ port: 0, registry: new Registry() })
    await server.stop()
    await server.stop()
    await expect(fetch(server.url)).rejects.toThrow()
  })
})
