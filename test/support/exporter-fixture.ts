import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HttpServer } from '../../src/http/server.ts'
import { type ExposedSeries, parseExposition } from './exposition.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { startRedis, type TestRedis } from './redis.ts'
import { startTestExporter } from './start-test-exporter.ts'

/** A PostgreSQL with the demo's tables, a Redis with a few keys, and exporter services that watch them. */
export interface ExporterFixture {
  readonly postgres: TestPostgres
  readonly redis: TestRedis
  /** For files of the test. */
  readonly folder: string
  /** The section `postgres` of a configuration, with what differs. */
  postgresSection(changes?: Readonly<Record<string, unknown>>): object
  /** Starts the service in this process, on a free port, with sections that differ from the fixture's. */
  start(sections?: Readonly<Record<string, unknown>>): Promise<HttpServer>
  /** Stops the services that were started so far. */
  stopExporters(): Promise<void>
  stop(): Promise<void>
}

/** Options under which the collector shows changes at once. */
export const promptRuvector = { probes: { interval: '100ms' }, refreshInterval: '1ms' }

export async function exporterFixture(): Promise<ExporterFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-exporter-'))
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const demo = await readFile(new URL('../../exporters/ruvector/demo.sql', import.meta.url), 'utf8')
  // Twice, as both drivers may.
  await postgres.sql(demo)
  await postgres.sql(demo)
  await redis.send(['SET a 1', 'SELECT 3', 'SET b 2', 'GET b', 'GET gone'])

  const servers: HttpServer[] = []
  const stopExporters = async () => void (await Promise.all(servers.splice(0).map((server) => server.stop())))
  const postgresSection = (changes = {}) => {
    const { host, port, user, database, passwordFile } = postgres
    return { host, port, user, database, passwordFile, ...changes }
  }
  return {
    postgres,
    redis,
    folder,
    postgresSection,
    start: async (sections = {}) => {
      const server = await startTestExporter({
        cacheTtl: '0s',
        postgres: postgresSection(),
        redis: { host: redis.host, port: redis.port, passwordFile: redis.passwordFile },
        collectors: { ruvector: promptRuvector },
        ...sections,
      })
      servers.push(server)
      return server
    },
    stopExporters,
    stop: async () => {
      await stopExporters()
      await Promise.all([postgres.stop(), redis.stop()])
      await rm(folder, { recursive: true })
    },
  }
}

export async function scrapeText(server: HttpServer): Promise<string> {
  return (await fetch(`${server.url}/metrics`)).text()
}

export async function scrape(server: HttpServer): Promise<ReadonlyMap<string, readonly ExposedSeries[]>> {
  return parseExposition(await scrapeText(server))
}

/** `belfry_collector_success` by collector. */
export function collectorSuccess(families: ReadonlyMap<string, readonly ExposedSeries[]>): Record<string, number> {
  const series = families.get('belfry_collector_success') ?? []
  return Object.fromEntries(series.map(({ labels, value }) => [labels.collector ?? '', value]))
}
