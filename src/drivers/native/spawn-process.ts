import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import { BelfryError } from '../../errors/belfry-error.ts'
import { openLog } from './log-files.ts'
import { findProcess } from './process-table.ts'
import type { ProcessRecord } from './record.ts'

export interface Spawned {
  readonly pid: number
  readonly identity: string
  /** Bytes that the log held before. */
  readonly logOffset: number
  /** How it ended; empty while it runs. */
  readonly ending: () => string
}

/** Holds the token of a process in its environment. */
export const tokenVariable = 'BELFRY_PROCESS'

/** What a process sees of the caller's environment; the rest may hold secrets that are none of its business. */
const inherited = [
  ...['PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
]

/** Starts a program in a session of its own, so that it outlives the terminal and this process. */
export async function spawnProcess(
  stateDir: string,
  { engine, launch, token }: Pick<ProcessRecord, 'engine' | 'launch' | 'token'>,
): Promise<Spawned> {
  const log = openLog(stateDir, engine)
  const child = spawn(launch.path, launch.args, {
    // Never the caller's folder: the process would keep it busy.
    cwd: '/',
    env: { ...pickInherited(), ...launch.env, [tokenVariable]: token },
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    ...launch.user,
  })
  let ending = ''
  child.once('exit', (code, signal) => {
    ending = signal === null ? `exit code ${code}` : signal
  })
  try {
    await once(child, 'spawn')
  } catch (cause) {
    throw new BelfryError('START_FAILED', `${engine} could not be started: ${(cause as Error).message}`, {
      hint: `Its program is ${launch.path}.`,
      cause,
    })
  } finally {
    closeSync(log.fd)
  }
  child.unref()
  const pid = child.pid ?? 0
  const identity = (await findProcess(pid))?.identity ?? ''
  return { pid, identity, logOffset: log.offset, ending: () => ending }
}

function pickInherited(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
