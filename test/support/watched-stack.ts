import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import pg from 'pg'
import { simulators } from '../../exporters/simulators.ts'
import { findPrograms } from '../../src/engines/find-program.ts'
import type { Program, ProgramName } from '../../src/engines/program.ts'
import { toYaml } from '../../src/formats/yaml.ts'
import { createLog } from '../../src/http/log.ts'
import type { HttpServer } from '../../src/http/server.ts'
import type { Model } from '../../src/model/model.ts'
import { renderRules } from '../../src/renderers/rules.ts'
import { startSimulators } from '../../src/simulator/start-simulators.ts'
import { startChild } from './child.ts'
import { freePorts } from './native-stack.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { startRedis, type TestRedis } from './redis.ts'
import { exporterSections, scrapeConfigs } from './rendered-jobs.ts'
import { startTestExporter } from './start-test-exporter.ts'

/** The jobs of the DPG stack with real programs and simulators behind them, scraped every second, under a little load. */
export interface WatchedStack {
  /** Prometheus, such as `http://127.0.0.1:9090`. */
  readonly url: string
  /** The simulators, such as `http://127.0.0.1:9096`. */
  readonly simulators: string
  /** The database that is watched. */
  readonly postgres: TestPostgres
  /** Targets that are scraped. */
  readonly targets: number
  /** Stops everything and removes what it wrote. */
  stop(): Promise<void>
}

const engines = ['prometheus', 'alertmanager', 'node_exporter', 'postgres_exporter', 'redis_exporter'] as const

/**
 * Starts the databases, the exporters, Alertmanager and Prometheus with the rules of a model.
 *
 * @param suite - Debian suite whose engines are used; empty for those of the machine.
 */
export async function startWatchedStack(model: Model, suite: string): Promise<WatchedStack> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const one of stops.toReversed()) await one()
  }
  try {
    const programs = await find(suite)
    const folder = await mkdtemp(join(tmpdir(), 'belfry-watched-'))
    stops.push(() => rm(folder, { recursive: true, force: true }))
    const postgres = await startPostgres({ track_io_timing: 'on' })
    stops.push(() => postgres.stop())
    const redis = await startRedis()
    stops.push(() => redis.stop())
    stops.push(await startLoad(postgres, redis))
    const simulation = await simulate(postgres, redis)
    stops.push(() => simulation.stop())
    const exporter = await startExporter(model, postgres, redis, `127.0.0.1:${simulation.port}`)
    stops.push(() => exporter.stop())

    const ports = await freePorts(engines.length)
    const at = (name: (typeof engines)[number]) => `127.0.0.1:${ports[engines.indexOf(name)]}`
    const jobs = scrapeConfigs(model, {
      prometheus: at('prometheus'),
      alertmanager: at('alertmanager'),
      'node-exporter': at('node_exporter'),
      'postgres-exporter': at('postgres_exporter'),
      'redis-exporter': at('redis_exporter'),
      exporter: `127.0.0.1:${exporter.port}`,
      simulator: `127.0.0.1:${simulation.port}`,
    })
    await writeRules(folder, model)
    await writeFile(
      join(folder, 'alertmanager.yml'),
      toYaml({
        route: { receiver: 'inbox', group_by: ['...'], group_wait: '1s', group_interval: '1s', repeat_interval: '2s' },
        receivers: [{ name: 'inbox', webhook_configs: [{ url: await startInbox(stops) }] }],
      }),
    )
    await writeFile(
      join(folder, 'prometheus.yml'),
      toYaml({
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: ['rules/*.yml'],
        alerting: { alertmanagers: [{ static_configs: [{ targets: [at('alertmanager')] }] }] },
        scrape_configs: jobs.map(({ config }) => config),
      }),
    )
    const start = (name: (typeof engines)[number], args: readonly string[], env: Record<string, string> = {}) => {
      const { path, env: own } = programOf(programs, name)
      const child = startChild(path, [...args, `--web.listen-address=${at(name)}`], {
        cwd: folder,
        env: { ...process.env, ...own, ...env },
      })
      stops.push(() => child.stop('SIGKILL'))
    }
    start('node_exporter', [])
    start('postgres_exporter', [], {
      DATA_SOURCE_URI: `127.0.0.1:${postgres.port}/${postgres.database}?sslmode=disable`,
      DATA_SOURCE_USER: postgres.user,
      DATA_SOURCE_PASS: postgres.password,
    })
    start('redis_exporter', ['-redis.addr', `redis://127.0.0.1:${redis.port}`], { REDIS_PASSWORD: redis.password })
    start('alertmanager', [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/alertmanager`,
      '--cluster.listen-address=',
    ])
    start('prometheus', [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/prometheus`,
      '--storage.tsdb.retention.size=10GB',
      // An alert that fires before Alertmanager is discovered is lost, and sent again only after this time.
      '--rules.alert.resend-delay=1s',
    ])
    const targets = jobs.reduce((sum, job) => sum + job.targets, 0)
    return { url: `http://${at('prometheus')}`, simulators: simulation.url, postgres, targets, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Takes every notification. */
async function startInbox(stops: (() => Promise<unknown>)[]): Promise<string> {
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(async () => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

async function find(suite: string): Promise<ReadonlyMap<ProgramName, Program>> {
  const { found, missing } = await findPrograms(engines, { fetch: true, ...(suite === '' ? {} : { suite }) })
  for (const fault of missing.values()) throw fault
  return found
}

function programOf(programs: ReadonlyMap<ProgramName, Program>, name: ProgramName): Program {
  const program = programs.get(name)
  if (program === undefined) throw new Error(`${name} was not found`)
  return program
}

const connections = (postgres: TestPostgres, redis: TestRedis) => ({
  postgres: {
    host: postgres.host,
    port: postgres.port,
    user: postgres.user,
    database: postgres.database,
    passwordFile: postgres.passwordFile,
  },
  redis: { host: redis.host, port: redis.port, passwordFile: redis.passwordFile },
})

function simulate(postgres: TestPostgres, redis: TestRedis): Promise<HttpServer> {
  const { postgres: database, redis: cache } = connections(postgres, redis)
  return startSimulators(
    { listen: { host: '127.0.0.1', port: 0 }, postgres: { ...database, sslmode: 'disable' }, redis: cache },
    simulators,
    { log: createLog('test', { level: 'silent' }) },
  )
}

function startExporter(model: Model, postgres: TestPostgres, redis: TestRedis, simulator: string): Promise<HttpServer> {
  const { collectors, ...sections } = exporterSections(model, { simulator })
  return startTestExporter({
    ...sections,
    cacheTtl: '500ms',
    ...connections(postgres, redis),
    collectors: { ...collectors, ruvector: { probes: { interval: '1s' } } },
  })
}

async function writeRules(folder: string, model: Model): Promise<void> {
  await mkdir(join(folder, 'rules'))
  for (const { path, content } of renderRules(model)) {
    // Groups that name an interval would be evaluated too seldom for a test.
    await writeFile(join(folder, 'rules', basename(path)), content.replaceAll(/interval: .*/g, 'interval: 1s'))
  }
}

/** Loads the demo tables, then writes and reads a little until it is stopped. */
async function startLoad(postgres: TestPostgres, redis: TestRedis): Promise<() => Promise<void>> {
  const { host, port, user, password, database } = postgres
  const client = new pg.Client({ host, port, user, password, database })
  await client.connect()
  await client.query(await readFile(new URL('../../exporters/ruvector/demo.sql', import.meta.url), 'utf8'))
  await redis.send([
    'CONFIG SET maxmemory 64mb',
    'CONFIG SET appendonly yes',
    ...Array.from({ length: 50 }, (_, n) => `SET demo:${n} x${n % 2 ? ' EX 600' : ''}`),
  ])
  let busy: Promise<unknown> = Promise.resolve()
  const work = async () => {
    await client.query('UPDATE patterns SET confidence = random() WHERE id % 10 = 0')
    await client.query('SELECT count(*) FROM memory_entries')
    await client.query('BEGIN')
    await client.query('ROLLBACK')
    await redis.send(['GET demo:1', 'GET demo:2', 'GET demo:none'])
  }
  const timer = setInterval(() => {
    busy = work()
  }, 500)
  return async () => {
    clearInterval(timer)
    await busy.catch(() => undefined)
    await client.end()
  }
}
