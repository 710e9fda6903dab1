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
  const measured: Collection[] = []
  for (let index = 0; index < collections; index++) {
    const [ours, theirs] = [process.cpuUsage(), await redisCpu()]
    const families = parseExposition(await (await fetch(`${server.url}/metrics`)).text())
    const labels = { collector: 'coordination' }
    expect(seriesValue(families, 'belfry_collector_success', labels)).toBe(1)
    const { user, system } = process.cpuUsage(ours)
    measured.push({
      wall: (seriesValue(families, 'belfry_collector_duration_seconds', labels) ?? 0) * 1000,
      cpu: (user + system) / 1000,
      redis: (await redisCpu()) - theirs,
    })
  }
  const told = (of: (one: Collection) => number) => {
    const sorted = measured
      .slice(1)
      .map(of)
      .sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1)
    return `best ${at(0)}, median ${at(0.5)}, worst ${at(1)} ms`
  }
  console.log(
    `coordination: ${told(({ wall }) => wall)} (aim: under 150 ms); processor time of the exporter ` +
      `${told(({ cpu }) => cpu)}, of Redis ${told((one) => one.redis)}`,
  )
})

/** Milliseconds. */
interface Collection {
  readonly wall: number
  readonly cpu: number
  readonly redis: number
}

/** Processor time that Redis has used so far, in milliseconds. */
async function redisCpu(): Promise<number> {
  const info = await redis.send(['INFO cpu'])
  const of = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? 0)
  return (of('used_cpu_user') + of('used_cpu_sys')) * 1000
}
