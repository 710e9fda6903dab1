import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { FoundPrograms } from '../../engines/find-program.ts'
import type { Program, ProgramName } from '../../engines/program.ts'
import { lastLine, runCommand } from '../../engines/run-command.ts'
import { blockFlags, draftFolder, passingConfig, passingFlags } from '../../engines/workshop.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { prometheusConfigPath, ruleFilesPattern } from '../../model/names.ts'
import type { StoringWorkshop } from '../give-history.ts'

export interface HostWorkshopOptions {
  readonly programs: FoundPrograms
  /** Absolute; the data of a Prometheus that has not run yet. */
  readonly dataDir: string
  /** Absolute; the folder that holds the artifacts. */
  readonly outDir: string
}

/** Whether a Prometheus has run on a data folder. */
export function hasRunBefore(dataDir: string): boolean {
  return existsSync(join(dataDir, 'wal'))
}

/** Makes history with the programs of this machine. */
export async function hostWorkshop({ programs, dataDir, outDir }: HostWorkshopOptions): Promise<StoringWorkshop> {
  const need = (name: ProgramName): Program => {
    const program = programs.found.get(name)
    if (program !== undefined) return program
    throw new BelfryError('ENGINE_MISSING', `${name} is needed on this machine to make history`)
  }
  const draft = join(dataDir, draftFolder)
  const blocks = join(draft, 'blocks')
  await rm(draft, { recursive: true, force: true })
  await mkdir(blocks, { recursive: true, mode: 0o700 })

  return {
    read: (urls, signal) => Promise.all(urls.map((url) => page(url, signal))),
    async addBlocks(text, signal) {
      const promtool = need('promtool')
      const options = { env: promtool.env, timeoutMs: 300_000, signal }
      const result = await runCommand(promtool.path, blockFlags(text, blocks), options)
      if (result.exitCode !== 0) throw new BelfryError('ENGINE_FAILED', `promtool made no blocks: ${lastLine(result)}`)
    },
    async startPrometheus(data, signal) {
      const prometheus = need('prometheus')
      const config = join(draft, 'passing.yml')
      await writeFile(
        config,
        passingConfig(data === 'none' ? [join(outDir, dirname(prometheusConfigPath), ruleFilesPattern)] : []),
      )
      const address = `127.0.0.1:${await freePort()}`
      const flags = passingFlags({ config, data: join(draft, data), listen: address })
      const stopping = new AbortController()
      let failure: string | null = null
      const ended = runCommand(prometheus.path, flags, {
        env: prometheus.env,
        timeoutMs: 600_000,
        signal: AbortSignal.any([signal, stopping.signal]),
      }).then(
        (result) => {
          failure = lastLine(result)
        },
        // It was stopped.
        () => {},
      )
      return {
        url: `http://${address}`,
        address,
        failure: () => failure,
        stop() {
          stopping.abort()
          return ended
        },
      }
    },
    async store() {
      for (const name of await blocksIn(dataDir)) await rm(join(dataDir, name), { recursive: true })
      for (const name of await blocksIn(blocks)) await rename(join(blocks, name), join(dataDir, name))
    },
    close: () => rm(draft, { recursive: true, force: true }),
  }
}

async function page(url: string, signal: AbortSignal): Promise<string | null> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(10_000)])
  const answer = await fetch(url, { headers: { accept: 'text/plain; version=0.0.4' }, signal: patience }).catch(
    () => null,
  )
  return answer?.ok === true ? answer.text().catch(() => null) : null
}

async function blocksIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(name))
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
