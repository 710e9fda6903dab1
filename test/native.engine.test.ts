import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSteps } from '../src/drivers/contract.ts'
import type { Driver, EngineStatus, UpRequest } from '../src/drivers/driver.ts'
import { nativeDriver } from '../src/drivers/native/native-driver.ts'
import { companionPath, findPrograms } from '../src/engines/find-program.ts'
import type { Program } from '../src/engines/program.ts'
import type { Model } from '../src/model/model.ts'
import { prometheusConfigPath } from '../src/model/names.ts'
import { renderAll } from '../src/renderers/renderers.ts'
import { defineEnvironment } from '../src/spec/environment.ts'
import { defineMetrics, gauge } from '../src/spec/metrics.ts'
import { receiver, route } from '../src/spec/notify.ts'
import { promql } from '../src/spec/promql.ts'
import { alert } from '../src/spec/rules.ts'
import { engineTarget, scrapeJob } from '../src/spec/scrape.ts'
import { defineStack } from '../src/spec/stack.ts'
import { defineSystem } from '../src/spec/system.ts'
import { freePorts } from './support/native-stack.ts'
import { resolvedModel } from './support/resolved-model.ts'

/** The stock engines and the demo databases as real processes; Belfry's own services have their own tests. */
const engines = [
  'prometheus',
  'alertmanager',
  'node-exporter',
  'postgres-exporter',
  'redis-exporter',
  'postgres',
  'redis',
] as const
const jobs = ['node-exporter', 'postgres-exporter', 'redis-exporter', 'prometheus', 'alertmanager'] as const

let root: string
let driver: Driver
let model: Model
let request: UpRequest
let postgres: Program

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'belfry-engines-'))
  const programs = await findPrograms(
    ['prometheus', 'alertmanager', 'node_exporter', 'postgres_exporter', 'redis_exporter', 'postgres', 'redis-server'],
    { fetch: true },
  )
  await writeFile(join(root, 'seed.sql'), "CREATE TABLE bells (name text); INSERT INTO bells VALUES ('big');")
  const found = programs.found.get('postgres')
  if (found === undefined) throw programs.missing.get('postgres')
  postgres = found
  const versions = {
    prometheus: programs.found.get('prometheus')?.version ?? '',
    alertmanager: programs.found.get('alertmanager')?.version ?? '',
  }
  model = resolveModel(await freePorts(engines.length), versions)
  request = { model, outDir: root, changed: [] }
  await render(model)
  driver = nativeDriver({
    stateDir: join(root, 'state'),
    programs,
    bundles: { exporter: '', console: '', simulator: '' },
    seed: join(root, 'seed.sql'),
  })
  await runSteps(driver.up(request))
}, 300_000)

afterAll(async () => {
  await runSteps(driver.down({ volumes: true }))
  await rm(root, { recursive: true })
}, 60_000)

test('every engine runs, and each scrape target comes up', { timeout: 60_000 }, async () => {
  expect(Object.fromEntries((await driver.status()).map(({ engine, state }) => [engine, state]))).toEqual(
    Object.fromEntries(engines.map((engine) => [engine, 'running'])),
  )
  await expect.poll(() => query('sum(up)'), { timeout: 50_000, interval: 250 }).toBe(String(jobs.length))
})

test('up again neither restarts nor reloads anything', { timeout: 60_000 }, async () => {
  const before = await driver.status()
  const outcomes = await runSteps(driver.up(request))
  expect(outcomes.filter((outcome) => outcome !== '' && outcome !== 'runs already')).toEqual([])
  expect(await driver.status()).toEqual(before)
})

test('up after an edit reloads Prometheus and leaves all else alone', { timeout: 60_000 }, async () => {
  const before = await driver.status()
  await render({ ...model, externalLabels: { edited: 'yes' } })

  const outcomes = await runSteps(driver.up({ ...request, changed: [prometheusConfigPath] }))

  expect(outcomes.filter((outcome) => outcome === 'reloaded')).toHaveLength(1)
  expect(await driver.status()).toEqual(before)
  const config = await fetch(`http://${model.engines.prometheus.address}/api/v1/status/config`)
  expect(await config.text()).toContain('edited')
})

test('the demo database is seeded, and its role owns what is in it', {
  timeout: 60_000,
}, async () => {
  const { host, port, user, database, password } = model.databases.postgres
  const psql = async (sql: string): Promise<string> => {
    const env = { ...process.env, ...postgres.env, PGPASSWORD: await readFile(password.path, 'utf8'), LC_ALL: 'C' }
    const args = ['-X', '-A', '-t', '-h', host, '-p', String(port), '-U', user, '-d', database, '-c', sql]
    return (await promisify(execFile)(companionPath(postgres, 'psql'), args, { env })).stdout.trim()
  }
  expect(await psql('SELECT name FROM bells')).toBe('big')
  expect(await psql("INSERT INTO bells VALUES ('small') RETURNING name")).toMatch(/^small/)
  expect(await psql('SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toBe('f')
  await expect.poll(() => query('pg_up'), { timeout: 30_000 }).toBe('1')
  await expect.poll(() => query('redis_up'), { timeout: 30_000 }).toBe('1')
})

test('a database that is stopped is seen, and its data is there when it comes back', { timeout: 90_000 }, async () => {
  await driver.stop('postgres')
  // The exporter may also give up the whole scrape.
  await expect.poll(() => query('sum(pg_up) or vector(0)'), { timeout: 30_000 }).toBe('0')
  await driver.start('postgres')
  await expect.poll(() => query('pg_up'), { timeout: 30_000 }).toBe('1')
})

test('a database that is paused keeps its connections waiting', { timeout: 90_000 }, async () => {
  await driver.pause('redis')
  expect((await one('redis')).state).toBe('paused')
  await expect.poll(() => query('sum(redis_up) or vector(0)'), { timeout: 30_000 }).toBe('0')
  await driver.resume('redis')
  await expect.poll(() => query('redis_up'), { timeout: 30_000 }).toBe('1')
})

test('no secret stands in a command line, an environment, a log or a record', async () => {
  const state = join(root, 'state')
  const secrets = await Promise.all(model.secrets.map(({ secret }) => readFile(secret.path, 'utf8')))
  expect(secrets).toHaveLength(2)
  for (const { engine, id } of await driver.status()) {
    const files = [
      `/proc/${id}/cmdline`,
      `/proc/${id}/environ`,
      `${state}/logs/${engine}.log`,
      `${state}/processes/${engine}.json`,
    ]
    for (const file of files) {
      const text = await readFile(file, 'utf8').catch(() => '')
      for (const secret of secrets) expect(text.includes(secret), file).toBe(false)
    }
  }
})

async function one(engine: string): Promise<EngineStatus | Record<string, never>> {
  return (await driver.status()).find((status) => status.engine === engine) ?? {}
}

/** The value of the first series of an instant query; empty without one. */
async function query(expr: string): Promise<string> {
  const url = `http://${model.engines.prometheus.address}/api/v1/query?query=${encodeURIComponent(expr)}`
  const { data } = (await (await fetch(url)).json()) as { data?: { result: { value: [number, string] }[] } }
  return data?.result[0]?.value[1] ?? ''
}

async function render(from: Model): Promise<void> {
  for (const { path, content } of renderAll(from)) {
    await mkdir(join(root, dirname(path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}

function resolveModel(ports: readonly number[], versions: { prometheus: string; alertmanager: string }): Model {
  const up = defineMetrics('stock', { load: gauge('node_load1', { help: 'Load over one minute.' }) })
  const system = defineSystem('machine', {
    title: 'Machine',
    description: 'Everything of this test.',
    options: {},
    parts: () => ({
      jobs: jobs.map((engine) => scrapeJob(engine, { targets: engineTarget(engine), metrics: [up] })),
      rules: [
        alert('HighLoad', {
          expr: promql`${up.load} > 1000`,
          for: '1m',
          severity: 'warning',
          summary: 'Load is high',
          description: 'Load is {{ $value }}.',
        }),
      ],
      dashboards: [],
    }),
  })
  const off = { enabled: false }
  const environment = defineEnvironment({
    demo: true,
    prometheus: { scrapeInterval: '1s', scrapeTimeout: '1s', evaluationInterval: '1s' },
    engines: {
      ...Object.fromEntries(engines.map((engine, index) => [engine, { port: ports[index] ?? 0 }])),
      ...{ grafana: off, exporter: off, console: off, simulator: off },
    },
  })
  const stack = defineStack({
    name: 'test',
    environments: { local: environment, staging: environment, production: environment },
    systems: () => [system()],
    notify: () => ({ receivers: [receiver('nobody', [])], route: route({ receiver: 'nobody' }) }),
  })
  const placement = { kind: 'native', stateDir: join(root, 'state'), configDir: root, portOffset: 0 } as const
  return resolvedModel(stack, { placement, engines: { versions } })
}
