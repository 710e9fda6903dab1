import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { collectorSuccess, type ExporterFixture, exporterFixture, scrape } from './support/exporter-fixture.ts'
import { seriesValue } from './support/exposition.ts'

let fixture: ExporterFixture

beforeAll(async () => {
  fixture = await exporterFixture()
}, 60_000)
afterEach(() => fixture.stopExporters())
afterAll(() => fixture?.stop())

describe('the exporter', () => {
  it('shows a wrong password, and follows when it is put right', async () => {
    const passwordFile = join(fixture.folder, 'password')
    await writeFile(passwordFile, 'wrong')
    const server = await fixture.start({ postgres: fixture.postgresSection({ passwordFile }) })
    const families = await scrape(server)
    expect(collectorSuccess(families)).toMatchObject({ ruvector_postgres: 0, ruvector_redis: 1 })
    expect(
      seriesValue(families, 'belfry_collector_errors_total', {
        collector: 'ruvector_postgres',
        reason: 'authentication',
      }),
    ).toBe(1)
    await writeFile(passwordFile, `${fixture.postgres.password}\n`)
    expect(collectorSuccess(await scrape(server))).toMatchObject({ ruvector_postgres: 1, ruvector_tables: 1 })
  })

  it('needs no more than the role pg_monitor to succeed', async () => {
    await fixture.postgres.sql("CREATE ROLE monitor LOGIN PASSWORD 'monitor' IN ROLE pg_monitor")
    const passwordFile = join(fixture.folder, 'monitor')
    await writeFile(passwordFile, 'monitor')
    const server = await fixture.start({ postgres: fixture.postgresSection({ user: 'monitor', passwordFile }) })
    const families = await scrape(server)
    expect(Object.values(collectorSuccess(families))).toEqual(Array(7).fill(1))
    expect(seriesValue(families, 'ruvector_vector_count', { table: 'patterns' })).toBeGreaterThan(0)
  })

  it('ends in time with a server that accepts and says nothing', async () => {
    const hole = createServer(() => {})
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve))
    const address = hole.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const sections = {
      collectorTimeout: '300ms',
      postgres: fixture.postgresSection({ port }),
      redis: { host: '127.0.0.1', port },
    }
    const server = await fixture.start(sections)
    const families = await scrape(server)
    expect(new Set(Object.values(collectorSuccess(families)))).toEqual(new Set([0]))
    expect(seriesValue(families, 'dpg_postgres_up')).toBe(0)
    expect(seriesValue(families, 'dpg_redis_up')).toBe(0)
    expect(
      seriesValue(families, 'belfry_collector_errors_total', { collector: 'ruvector_postgres', reason: 'timeout' }),
    ).toBe(1)
    const health = await fetch(`${server.url}/health`)
    expect(health.status).toBe(503)
    await fixture.stopExporters()
    hole.close()
  })

  it('keeps Redis visible while PostgreSQL is gone, and the other way round', async () => {
    const exporter = await fixture.start()
    expect(collectorSuccess(await scrape(exporter))).toMatchObject({ ruvector_postgres: 1, ruvector_redis: 1 })
    await fixture.postgres.halt()
    const families = await scrape(exporter)
    expect(seriesValue(families, 'dpg_postgres_up')).toBe(0)
    expect(seriesValue(families, 'dpg_redis_up')).toBe(1)
    expect(seriesValue(families, 'dpg_redis_keys_total')).toBe(2)
    expect(collectorSuccess(families)).toMatchObject({
      ruvector_postgres: 0,
      ruvector_tables: 0,
      ruvector_vectors: 0,
      ruvector_redis: 1,
    })
    const health = await fetch(`${exporter.url}/health`)
    const text = await health.text()
    expect(health.status).toBe(503)
    expect(text).not.toMatch(/ECONN|connect|password/i)
    expect(JSON.parse(text).checks).toMatchObject({ postgres: { status: 'unhealthy' }, redis: { status: 'healthy' } })
    expect((await fetch(`${exporter.url}/health/ready`)).status).toBe(503)
    expect((await fetch(`${exporter.url}/health/live`)).status).toBe(200)

    await fixture.postgres.resume()
    await fixture.redis.halt()
    const after = await scrape(exporter)
    expect(seriesValue(after, 'dpg_postgres_up')).toBe(1)
    expect(seriesValue(after, 'dpg_redis_up')).toBe(0)
    expect(seriesValue(after, 'dpg_redis_keys_total')).toBeUndefined()
    await fixture.redis.resume()
    expect(collectorSuccess(await scrape(exporter))).toMatchObject({ ruvector_postgres: 1, ruvector_redis: 1 })
  })
})
