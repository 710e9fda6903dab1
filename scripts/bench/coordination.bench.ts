import { Redis as Client } from 'ioredis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activityKey, heartbeatKey, stateKey } from '../../exporters/coordination/keys.ts'
import type { HttpServer } from '../../src/http/server.ts'
import { parseExposition, seriesValue } from '../../test/support/exposition.ts'
import { startRedis, type TestRedis } from '../../test/support/redis.ts'
import { startTestExporter } from '../../test/support/start-test-exporter.ts'

const coordinators = 10_000
const collections = 31

let redis: TestRedis
let server: HttpServer

beforeAll(async () => {
  redis = await startRedis()
  const client = new Client({ host: redis.host, port: redis.port, password: redis.password })
  const now = Date.now()
  for (let from = 0; from < coordinators; from += 500) {
    const pipeline = client.pipeline()
    for (let n = from; n < from + 500; n++) {
      const [swarmId, coordinatorId] = [`swarm-${n % 200}`, `coordinator-${n}`]
      const phase = ['auth', 'validation', 'execution'][n % 3]
      const state = { status: n % 10 === 0 ? 'complete' : 'waiting', startTime: now - n * 10, iteration: n % 5, phase }
      const names = { signalType: 'completion', swarmId, coordinatorId, timestamp: now }
      pipeline.set(stateKey(swarmId, coordinatorId), JSON.stringify({ ...state, ...names }))
      pipeline.set(heartbeatKey(coordinatorId), JSON.stringify({ coordinatorId, lastHeartbeat: now, sequence: n }))
      pipeline.set(
        activityKey(coordinatorId),
        JSON.stringify({ coordinatorId, lastActivity: now, iteration: 1, phase }),
      )
      pipeline.set(`blocking:ack:${coordinatorId}:signal-${n}`, '{}')
    }
    await pipeline.exec()
  }
  client.disconnect()
  server = await startTestExporter({
    // Nothing is served again: each scrape collects.
    cacheTtl: '0s',
    redis: { host: redis.host, port: redis.port, passwordFile: redis.passwordFile },
    collectors: { coordination: { refreshInterval: '1ms' } },
  })
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await redis?.stop()
})

test(`a collection of ${coordinators} coordinators among ${4 * coordinators} keys`, async () => {
  const measured: number[] = []
  for (let index = 0; index < collections; index++) {
    const families = parseExposition(await (await fetch(`${server.url}/metrics`)).text())
    const labels = { collector: 'coordination' }
    expect(seriesValue(families, 'belfry_collector_success', labels)).toBe(1)
    measured.push((seriesValue(families, 'belfry_collector_duration_seconds', labels) ?? 0) * 1000)
  }
  const sorted = measured.slice(1).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1)
  console.log(`coordination: best ${at(0)}, median ${at(0.5)}, worst ${at(1)} ms (aim: under 150 ms)`)
})
