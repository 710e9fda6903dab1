import { execFile } from 'node:child_process'
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { type Child, startChild, until } from './child.ts'
import { engineProgram } from './engine-program.ts'
import { freePort } from './free-port.ts'

const run = promisify(execFile)

export interface TestPostgres {
  readonly host: '127.0.0.1'
  readonly port: number
  /** Superuser with a password; logins need it. */
  readonly user: 'belfry'
  readonly password: string
  readonly passwordFile: string
  readonly database: 'postgres'
  readonly pid: number
  output(): string
  /** Runs statements in a connection of their own, and returns the rows of the last one. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>
  /** A connection to hold locks and transactions with; ended by `stop` at the latest. */
  session(): Promise<pg.Client>
  /** Path of another program of this PostgreSQL, such as `pg_receivewal`. */
  program(name: string): string
  /** What its programs need in their environment: their libraries may lie in a cache. */
  readonly env: NodeJS.ProcessEnv
  /** Starts a standby that streams from a slot of this server; ended by `stop`. */
  startStandby(): Promise<void>
  /** Stops the server and keeps its data, as a crash or a maintenance would. */
  halt(): Promise<void>
  /** Starts it again on the same port. */
  resume(): Promise<void>
  /** Stops it and removes what it wrote. */
  stop(): Promise<void>
}

/**
 * Starts a throw-away PostgreSQL on a free port of the loopback address.
 *
 * @param settings - server settings beside the defaults, such as `{ max_connections: '20' }`.
 */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<TestPostgres> {
  const postgres = await engineProgram('postgres')
  const owner = await unprivileged()
  const folder = await mkdtemp(join(tmpdir(), 'belfry-pg-'))
  const passwordFile = join(folder, 'password')
  const password = `pw-${Math.random().toString(36).slice(2)}`
  const data = join(folder, 'data')
  const env = { ...process.env, ...postgres.env }
  const as = { cwd: '/', env, ...owner }
  await writeFile(passwordFile, password, { mode: 0o600 })
  await mkdir(data, { mode: 0o700 })
  if (owner.uid !== undefined)
    await Promise.all([folder, data, passwordFile].map((path) => chown(path, owner.uid, owner.gid)))
  const init = [
    '-D',
    data,
    '-U',
    'belfry',
    `--pwfile=${passwordFile}`,
    '-A',
    'scram-sha-256',
    '--locale=C.UTF-8',
    '-E',
    'UTF8',
    '--no-sync',
  ]
  await run(join(dirname(postgres.path), 'initdb'), init, as)

  const port = await freePort()
  const all = {
    listen_addresses: '127.0.0.1',
    fsync: 'off',
    shared_buffers: '32MB',
    unix_socket_directories: folder,
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const start = async (): Promise<Child> => {
    const child = startChild(postgres.path, ['-D', data, '-p', String(port), ...flags], as)
    await until('PostgreSQL', async () => child.output().includes('ready to accept connections'))
    return child
  }
  let child = await start()
  const halt = async (): Promise<void> => {
    await child.stop('SIGINT')
  }
  let standby: Child | null = null
  const startStandby = async () => {
    const copy = join(folder, 'standby')
    const from = `host=127.0.0.1 port=${port} user=belfry password=${password} application_name=standby`
    const slot = ['--slot=standby', '--create-slot', '--write-recovery-conf', '--checkpoint=fast', '--no-sync']
    await run(join(dirname(postgres.path), 'pg_basebackup'), ['-d', from, '-D', copy, ...slot], as)
    standby = startChild(postgres.path, ['-D', copy, '-p', String(await freePort()), ...flags], as)
    await until('the standby', async () => standby?.output().includes('started streaming') === true)
  }
  const session = async (): Promise<pg.Client> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'belfry', password, database: 'postgres' })
    // The server may be halted while a test holds a session.
    client.on('error', () => {})
    await client.connect()
    return client
  }
  return {
    host: '127.0.0.1',
    port,
    user: 'belfry',
    password,
    passwordFile,
    database: 'postgres',
    get pid() {
      return child.pid
    },
    output: () => child.output(),
    session,
    startStandby,
    sql: async (text) => {
      const client = await session()
      try {
        const result: pg.QueryResult | pg.QueryResult[] = await client.query(text)
        return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? []
      } finally {
        await client.end()
      }
    },
    env,
    program: (name) => join(dirname(postgres.path), name),
    halt,
    resume: async () => {
      child = await start()
    },
    stop: async () => {
      await standby?.stop('SIGINT')
      await halt()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root; the root user lends it another one. */
async function unprivileged(): Promise<{ uid: number; gid: number } | { uid?: never; gid?: never }> {
  if (process.getuid?.() !== 0) return {}
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const entry = ['postgres', 'nobody'].flatMap((name) => lines.filter((line) => line[0] === name))[0]
  return { uid: Number(entry?.[2] ?? 65_534), gid: Number(entry?.[3] ?? 65_534) }
}
