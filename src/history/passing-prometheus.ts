import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Program } from '../engines/program.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import { type PrometheusClient, prometheusClient } from '../live/prometheus.ts'

/** A Prometheus that is asked and then goes: it scrapes nothing, and tells nobody. */
export interface PassingPrometheus {
  readonly client: PrometheusClient
  readonly url: string
  stop(): Promise<void>
}

export interface PassingOptions {
  readonly prometheus: Program
  /** Its data; blocks in it can be asked for. */
  readonly folder: string
  /** Rule files that it loads, as the running one will. @default none */
  readonly ruleFiles?: readonly string[]
  readonly signal: AbortSignal
}

export async function startPassingPrometheus(options: PassingOptions): Promise<PassingPrometheus> {
  const { prometheus, folder, ruleFiles = [], signal } = options
  const config = join(folder, 'passing.yml')
  // Rules are loaded, for their names, and not evaluated.
  await writeFile(config, JSON.stringify({ global: { evaluation_interval: '1h' }, rule_files: ruleFiles }))
  const port = await freePort()
  const child = spawn(
    prometheus.path,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${folder}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { env: { ...process.env, ...prometheus.env }, stdio: ['ignore', 'ignore', 'pipe'], signal },
  )
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000)
  })
  // An abort ends it, which is no error of its own.
  child.on('error', () => {})
  const url = `http://127.0.0.1:${port}`
  const client = prometheusClient({ url })
  const ended = () => child.exitCode !== null || child.signalCode !== null
  const stop = async () => {
    if (ended()) return
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
    await exit.finally(() => clearTimeout(timer))
  }
  try {
    const deadline = Date.now() + 30_000
    while (!(await client.ready(signal))) {
      if (ended()) throw new BelfryError('ENGINE_FAILED', `Prometheus ended while it was asked: ${errors.trim()}`)
      if (Date.now() > deadline) throw new BelfryError('NOT_READY', 'Prometheus did not answer within 30 s')
      await sleep(50, undefined, { signal })
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { client, url, stop }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
