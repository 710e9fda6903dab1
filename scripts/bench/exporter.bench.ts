import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpServer } from '../../src/http/server.ts'
import { type ExporterFixture, exporterFixture } from '../../test/support/exporter-fixture.ts'

const tables = 1000
const keys = 10_000
const scrapes = 21

let fixture: ExporterFixture
let server: HttpServer

beforeAll(async () => {
  fixture = await exporterFixture()
  await fixture.postgres.sql(`DO $$ BEGIN FOR n IN 1..${tables} LOOP
    EXECUTE format('CREATE TABLE bench_%s (id int PRIMARY KEY, v text)', n);
    EXECUTE format('INSERT INTO bench_%s SELECT g, g::text FROM generate_series(1, 20) g', n);
  END LOOP; END $$`)
  await fixture.redis.send(Array.from({ length: keys }, (_, index) => `SET bench:${index} ${index}`))
  // Nothing is served from the cache: each scrape collects.
  server = await fixture.start({ cacheTtl: '1ms', collectors: { ruvector: {} } })
})
afterAll(() => fixture?.stop())

test(`/metrics with ${tables} tables and ${keys} keys, beside an answer that collects nothing`, async () => {
  const metrics = await times('/metrics')
  const floor = await times('/health/live')
  const body = (await (await fetch(`${server.url}/metrics`)).text()).length
  console.log(
    `exporter: /metrics ${show(metrics)} for ${(body / 1000).toFixed(0)} kB; /health/live ${show(floor)}; ` +
      `ratio of medians ${(median(metrics) / median(floor)).toFixed(0)} (aim: /metrics under 100 ms)`,
  )
  expect(body).toBeGreaterThan(100_000)
})

/** Milliseconds of each of some requests, one after the other. */
async function times(path: string): Promise<readonly number[]> {
  const measured: number[] = []
  for (let index = 0; index < scrapes; index++) {
    const start = performance.now()
    await (await fetch(`${server.url}${path}`)).arrayBuffer()
    measured.push(performance.now() - start)
    await sleep(200)
  }
  return measured.slice(1)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function show(values: readonly number[]): string {
  return `min ${Math.min(...values).toFixed(1)}, median ${median(values).toFixed(1)}, max ${Math.max(...values).toFixed(1)} ms`
}
