import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPrograms } from '../../src/engines/find-program.ts'
import type { Program, ProgramName } from '../../src/engines/program.ts'
import { toYaml } from '../../src/formats/yaml.ts'
import { type Child, startChild, until } from './child.ts'
import { freePorts } from './native-stack.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'
import { startRedis, type TestRedis } from './redis.ts'

/** Programs whose catalogs are captured. */
export const capturedPrograms = [
  'node_exporter',
  'postgres_exporter',
  'redis_exporter',
  'prometheus',
  'alertmanager',
] as const satisfies readonly ProgramName[]
export type CapturedProgram = (typeof capturedPrograms)[number]

/**
 * What each program exposes while it watches databases with data, a replication slot and a little load.
 *
 * @param suite - Debian suite whose programs are used; empty for those of the machine.
 */
export async function exposedByEngines(suite: string): Promise<ReadonlyMap<CapturedProgram, string>> {
  const stops: (() => Promise<unknown>)[] = []
  try {
    return await expose(suite, stops)
  } finally {
    for (const stop of stops.toReversed()) await stop()
  }
}

async function expose(suite: string, stops: (() => Promise<unknown>)[]): Promise<ReadonlyMap<CapturedProgram, string>> {
  const { found, missing } = await findPrograms(capturedPrograms, { fetch: true, ...(suite === '' ? {} : { suite }) })
  for (const fault of missing.values()) throw fault
  const folder = await mkdtemp(join(tmpdir(), 'belfry-exposed-'))
  stops.push(() => rm(folder, { recursive: true, force: true }))
  const postgres = await startPostgres({ track_io_timing: 'on', wal_level: 'replica' })
  stops.push(() => postgres.stop())
  const redis = await startRedis()
  stops.push(() => redis.stop())
  const replica = await startReplica(redis)
  stops.push(() => replica.stop())
  await fillPostgres(postgres, stops)
  await fillRedis(redis)

  const ports = await freePorts(capturedPrograms.length)
  const at = (name: CapturedProgram) => `127.0.0.1:${ports[capturedPrograms.indexOf(name)]}`
  await writeConfigs(folder, at, stops)
  for (const name of capturedPrograms) {
    const program = found.get(name)
    if (program === undefined) throw new Error(`${name} was not found`)
    const child = start(program, name, at(name), { folder, postgres, redis })
    stops.push(() => child.stop('SIGKILL'))
  }
  const metricsOf = async (name: CapturedProgram) => {
    const answer = await fetch(`http://${at(name)}/metrics`, { headers: { accept: 'text/plain;version=0.0.4' } })
    return answer.text()
  }
  // A rule has been evaluated, its alert has been sent, and a notification has gone out.
  await until(
    'a notification',
    async () => /alertmanager_notifications_total\{.*webhook.*\} [1-9]/.test(await metricsOf('alertmanager')),
    60_000,
  )
  await until('PostgreSQL seen', async () => /^pg_up 1$/m.test(await metricsOf('postgres_exporter')))
  await until('Redis seen', async () => /^redis_up 1$/m.test(await metricsOf('redis_exporter')))
  return new Map(await Promise.all(capturedPrograms.map(async (name) => [name, await metricsOf(name)] as const)))
}

interface Surroundings {
  readonly folder: string
  readonly postgres: TestPostgres
  readonly redis: TestRedis
}

function start(
  program: Program,
  name: CapturedProgram,
  address: string,
  { folder, postgres, redis }: Surroundings,
): Child {
  const args: Readonly<Record<CapturedProgram, readonly string[]>> = {
    node_exporter: [],
    postgres_exporter: [],
    redis_exporter: ['-redis.addr', `redis://127.0.0.1:${redis.port}`],
    prometheus: [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/prometheus`,
      '--storage.tsdb.retention.size=10GB',
      '--rules.alert.resend-delay=1s',
    ],
    alertmanager: [
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/alertmanager`,
      '--cluster.listen-address=',
    ],
  }
  const env = {
    ...process.env,
    ...program.env,
    DATA_SOURCE_URI: `127.0.0.1:${postgres.port}/${postgres.database}?sslmode=disable`,
    DATA_SOURCE_USER: postgres.user,
    DATA_SOURCE_PASS: postgres.password,
    REDIS_PASSWORD: redis.password,
  }
  return startChild(program.path, [...args[name], `--web.listen-address=${address}`], { cwd: folder, env })
}

async function writeConfigs(
  folder: string,
  at: (name: CapturedProgram) => string,
  stops: (() => Promise<unknown>)[],
): Promise<void> {
  const inbox = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  await once(inbox, 'listening')
  stops.push(async () => inbox.close())
  const url = `http://127.0.0.1:${(inbox.address() as AddressInfo).port}/`
  await writeFile(
    join(folder, 'alertmanager.yml'),
    toYaml({
      route: { receiver: 'inbox', group_wait: '1s', group_interval: '1s', repeat_interval: '2s' },
      receivers: [{ name: 'inbox', webhook_configs: [{ url }] }],
    }),
  )
  await writeFile(
    join(folder, 'rules.yml'),
    toYaml({
      groups: [
        {
          name: 'always',
          rules: [
            { alert: 'Always', expr: 'vector(1)' },
            { record: 'one', expr: 'vector(1)' },
          ],
        },
      ],
    }),
  )
  await writeFile(
    join(folder, 'prometheus.yml'),
    toYaml({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [at('alertmanager')] }] }] },
      scrape_configs: capturedPrograms.map((name) => ({
        job_name: name,
        static_configs: [{ targets: [at(name)] }],
      })),
    }),
  )
}

/** Tables with dead rows, a long transaction, a replication slot and a client that streams the WAL. */
async function fillPostgres(postgres: TestPostgres, stops: (() => Promise<unknown>)[]): Promise<void> {
  await postgres.sql(await readFile(new URL('../../exporters/ruvector/demo.sql', import.meta.url), 'utf8'))
  await postgres.sql("SELECT pg_create_physical_replication_slot('standby', true)")
  const session = await postgres.session()
  stops.push(() => session.end().catch(() => undefined))
  await session.query('BEGIN; UPDATE patterns SET confidence = random() WHERE id % 10 = 0')
  const folder = await mkdtemp(join(tmpdir(), 'belfry-wal-'))
  const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  if (owner.uid !== undefined) await chown(folder, owner.uid, owner.gid)
  const stream = spawn(
    postgres.program('pg_receivewal'),
    [
      '-D',
      folder,
      '-h',
      postgres.host,
      '-p',
      String(postgres.port),
      '-U',
      postgres.user,
      '-S',
      'standby',
      '--no-password',
    ],
    { stdio: 'ignore', env: { ...postgres.env, PGPASSWORD: postgres.password }, ...owner },
  )
  stream.on('error', () => undefined)
  stops.push(
    () => rm(folder, { recursive: true, force: true }),
    async () => stream.kill('SIGKILL'),
  )
}

/** Keys of all kinds, some with an end, some expired; a slow log, commands that fail, and saved data. */
async function fillRedis(redis: TestRedis): Promise<void> {
  await redis.send([
    'CONFIG SET maxmemory 64mb',
    'CONFIG SET appendonly yes',
    'CONFIG SET slowlog-log-slower-than 0',
    'CONFIG SET latency-monitor-threshold 1',
    ...Array.from({ length: 50 }, (_, n) => `SET demo:${n} x${n % 2 ? ' EX 600' : ''}`),
    'GET demo:1',
    'GET none',
    'INCR demo:0',
    'NOCOMMAND',
    'SET',
    'XADD stream * a 1',
    'XGROUP CREATE stream group 0',
    // Slow enough for the latency monitor.
    'EVAL "local i = 0 while i < 5000000 do i = i + 1 end" 0',
    'BGSAVE',
  ])
}

/** A replica, so that the master lists it. */
async function startReplica(redis: TestRedis): Promise<TestRedis> {
  const replica = await startRedis()
  await replica.send([`CONFIG SET masterauth ${redis.password}`, `REPLICAOF 127.0.0.1 ${redis.port}`])
  return replica
}
