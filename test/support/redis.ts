import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Child, startChild, until } from './child.ts'
import { engineProgram } from './engine-program.ts'
import { freePort } from './free-port.ts'

export interface TestRedis {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly password: string
  readonly passwordFile: string
  readonly pid: number
  /** Sends commands in Redis' inline form, one a line, and returns the raw replies. */
  send(lines: readonly string[]): Promise<string>
  /** Stops the server, as a crash would; its keys are lost. */
  halt(): Promise<void>
  /** Starts it again on the same port. */
  resume(): Promise<void>
  /** Stops it and removes what it wrote. */
  stop(): Promise<void>
}

/** Starts a throw-away Redis with a password on a free port of the loopback address. */
export async function startRedis(): Promise<TestRedis> {
  const redis = await engineProgram('redis-server')
  const folder = await mkdtemp(join(tmpdir(), 'belfry-redis-'))
  const password = `pw-${Math.random().toString(36).slice(2)}`
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--requirepass', password]
  const start = async (): Promise<Child> => {
    const child = startChild(redis.path, args, { env: { ...process.env, ...redis.env } })
    await until('Redis', async () => child.output().includes('Ready to accept connections'))
    return child
  }
  let child = await start()
  const halt = async (): Promise<void> => {
    await child.stop('SIGKILL')
  }
  return {
    host: '127.0.0.1',
    port,
    password,
    passwordFile,
    get pid() {
      return child.pid
    },
    send: (lines) => send(port, [`AUTH ${password}`, ...lines, 'QUIT']),
    halt,
    resume: async () => {
      child = await start()
    },
    stop: async () => {
      await halt()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function send(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n`))
    socket.on('data', (bytes) => {
      reply += bytes
    })
    socket.on('close', () => resolve(reply))
    socket.on('error', reject)
  })
}
