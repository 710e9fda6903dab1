import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stateKey } from '../exporters/coordination/keys.ts'
import { goverseSimulator } from '../exporters/goverse/simulator.ts'
import { createLog } from '../src/http/log.ts'
import type { HttpServer } from '../src/http/server.ts'
import { startSimulators } from '../src/simulator/start-simulators.ts'
import { until } from './support/child.ts'
import { parseExposition } from './support/exposition.ts'
import { startFlappingProxy, type Weather } from './support/flapping-proxy.ts'
import { startPostgres, type TestPostgres } from './support/postgres.ts'
import { startRedis, type TestRedis } from './support/redis.ts'
import { startTestExporter } from './support/start-test-exporter.ts'

/** One for each ten seconds of an hour. */
const collections = 360
/** How the way to a source is in turn; calm between, so that each time there is something to lose. */
const weathers: readonly Weather[] = ['calm', 'breaks', 'calm', 'refuses', 'breaks', 'calm', 'hangs']
const megabyte = 2 ** 20

let postgres: TestPostgres
let redis: TestRedis
let simulator: HttpServer

beforeAll(async () => {
  ;[postgres, redis, simulator] = await Promise.all([
    startPostgres(),
    startRedis(),
    startSimulators({ listen: { host: '127.0.0.1', port: 0 } }, [goverseSimulator], {
      log: createLog('test', { level: 'silent' }),
    }),
  ])
  await postgres.sql(await readFile(new URL('./support/orchestrator-tables.sql', import.meta.url), 'utf8'))
  const state = JSON.stringify({ status: 'waiting', phase: 'auth', startTime: 1 })
  await redis.send(Array.from({ length: 500 }, (_, n) => `SET ${stateKey(`s${n % 7}`, `c${n}`)} '${state}'`))
}, 60_000)
afterAll(() => Promise.all([postgres?.stop(), redis?.stop(), simulator?.stop()]), 60_000)

describe('an hour of flapping, run at speed', () => {
  it('orchestrator: PostgreSQL', async () => {
    await flap('orchestrator', postgres.port, (port) => {
      const { host, user, database, passwordFile } = postgres
      return {
        postgres: { host, port, user, database, passwordFile },
        collectors: { orchestrator: { refreshInterval: '1ms' } },
      }
    })
  }, 120_000)

  it('coordination: Redis', async () => {
    await flap('coordination', redis.port, (port) => {
      const { host, passwordFile } = redis
      return { redis: { host, port, passwordFile }, collectors: { coordination: { refreshInterval: '1ms' } } }
    })
  }, 120_000)

  it('goverse: inspector', async () => {
    await flap('goverse', simulator.port, (port) => ({
      collectors: { goverse: { inspector: `http://127.0.0.1:${port}/goverse/inspector`, timeout: '60ms' } },
    }))
  }, 120_000)
})

/** Every scrape is whole, nothing is rejected unheard, nothing piles up, and all is well at the end. */
async function flap(
  collector: string,
  target: number,
  sections: (port: number) => Readonly<Record<string, unknown>>,
): Promise<void> {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => void unheard.push(reason)
  process.on('unhandledRejection', hear)
  process.on('uncaughtException', hear)
  const proxy = await startFlappingProxy(target)
  const exporter = await startTestExporter({
    cacheTtl: '0s',
    collectorTimeout: '150ms',
    processMetrics: false,
    ...sections(proxy.port),
  })
  const succeeds = async () => {
    const answer = await fetch(`${exporter.url}/metrics`)
    expect(answer.status).toBe(200)
    const parts = parseExposition(await answer.text()).get('belfry_collector_success') ?? []
    const own = parts.filter(({ labels }) => labels.collector?.startsWith(collector))
    return own.length > 0 && own.every(({ value }) => value === 1)
  }
  try {
    let succeeded = 0
    let memory = 0
    for (let round = 0; round < collections; round += 1) {
      const weather = weathers[round % weathers.length] ?? 'calm'
      proxy.turn(weather)
      if (await succeeds()) succeeded += 1
      // The first rounds fill caches and compile.
      if (round === collections / 4) memory = process.memoryUsage().heapUsed
    }
    proxy.turn('calm')
    await until(`${collector} to be well`, succeeds)
    await new Promise((resolve) => setTimeout(resolve, 200))
    console.log(`${collector}: ${succeeded} of ${collections} collections succeeded, the others failed and said so`)
    expect(succeeded).toBeGreaterThan(0)
    expect(succeeded).toBeLessThan(collections)
    expect(unheard).toEqual([])
    expect(process.memoryUsage().heapUsed - memory).toBeLessThan(100 * megabyte)
    const sockets = process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCPSocket')).length
    expect(sockets).toBeLessThan(40)
  } finally {
    await exporter.stop()
    await proxy.stop()
    process.off('unhandledRejection', hear)
    process.off('uncaughtException', hear)
  }
}
