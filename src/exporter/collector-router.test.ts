import { Counter, Registry, type RegistryContentType } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { servesHttp } from '../../test/support/serve-http.ts'
import * as z from '../errors/zod.ts'
import { defineMetrics, gauge } from '../spec/metrics.ts'
import { defineCollector } from './collector.ts'
import { collectorRouter } from './collector-router.ts'
import type { RedisClient } from './router-options.ts'

const metrics = defineMetrics('exporter', { keys: gauge('keys', { help: 'Keys.' }) })
const keysCollector = defineCollector({
  name: 'keys',
  metrics: [metrics],
  needs: ['redis'],
  options: z.strictObject({}),
  create: ({ redis }) => ({
    parts: {
      '': async ({ sample, signal }) => sample(metrics.keys, {}, Number(await redis.call('DBSIZE', [], signal))),
    },
  }),
})
const redis: RedisClient = { call: async (command) => (command === 'DBSIZE' ? 7 : 'PONG') }

const serve = servesHttp()

/** An application with a counter of its own, in a registry that prints one of both formats. */
async function application(contentType: RegistryContentType, client = redis): Promise<string> {
  const registry = new Registry<RegistryContentType>()
  registry.setContentType(contentType)
  new Counter({ name: 'orders_total', help: 'Orders.', registers: [registry as Registry] }).inc(3)
  const router = collectorRouter(keysCollector, 'shop', { redis: client, registry: registry as Registry })
  return serve((request, response) => router(request, response, () => void response.writeHead(404).end()))
}

describe('the router of a collector inside of an application', () => {
  it("serves the application's metrics and the collector's as one text", async () => {
    const answer = await fetch(`${await application(Registry.PROMETHEUS_CONTENT_TYPE)}/metrics`)
    expect(answer.headers.get('content-type')).toBe(Registry.PROMETHEUS_CONTENT_TYPE)
    const text = await answer.text()
    expect(text).toMatch(/^# HELP orders_total/)
    expect(text).toContain('\norders_total 3\n')
    expect(text).toContain('\nkeys 7\n')
    expect(text).toContain('\nbelfry_collector_success{collector="keys"} 1\n')
  })

  it('ends OpenMetrics once, at its end', async () => {
    const answer = await fetch(`${await application(Registry.OPENMETRICS_CONTENT_TYPE)}/metrics`)
    expect(answer.headers.get('content-type')).toBe(Registry.OPENMETRICS_CONTENT_TYPE)
    const text = await answer.text()
    expect(text).toContain('\norders_total 3\n')
    expect(text).toContain('\nkeys 7\n')
    expect(text.match(/# EOF/g)).toHaveLength(1)
    expect(text).toMatch(/# EOF\n$/)
  })

  it('keeps what the application measures while Redis is away, and is unhealthy then', async () => {
    const away: RedisClient = { call: () => Promise.reject(new Error('connect ECONNREFUSED')) }
    const url = await application(Registry.PROMETHEUS_CONTENT_TYPE, away)
    const text = await (await fetch(`${url}/metrics`)).text()
    expect(text).toContain('\norders_total 3\n')
    expect(text).not.toMatch(/^keys /m)
    expect(text).toContain('belfry_collector_success{collector="keys"} 0')
    const health = await fetch(`${url}/health`)
    expect([health.status, await health.text()]).toEqual([503, expect.not.stringContaining('ECONN')])
    expect((await fetch(`${url}/other`)).status).toBe(404)
  })
})
