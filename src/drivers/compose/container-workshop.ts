import { chmod } from 'node:fs/promises'
import { type CommandResult, lastLine } from '../../engines/run-command.ts'
import { blockFlags, draftFolder, passingConfig, passingFlags } from '../../engines/workshop.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { composeProject, ruleFilesPattern } from '../../model/names.ts'
import type { StoringWorkshop } from '../give-history.ts'
import type { ComposeContext } from './compose-context.ts'

/** A workshop in a container like that of Prometheus, with the same data. */
export interface ContainerWorkshop extends StoringWorkshop {
  /** Whether a Prometheus has run on its data. */
  hasRunBefore(signal: AbortSignal): Promise<boolean>
}

/** After this many seconds the container ends by itself, should nobody be left to end it. */
const lifetime = 900

// Paths in the container.
const data = '/prometheus'
const configDir = '/etc/prometheus'
const draft = `${data}/${draftFolder}`
/** Folders with names as long as those of blocks. */
const blocks = '?'.repeat(26)

/** Writes all pages one after the other, each with a zero byte after it; nothing stands for one that cannot be had. */
const readPages = `for url; do page=$(timeout 10 wget -q -O - "$url") && printf '%s\\n' "$page"; printf '\\0'; done`

/** Makes history with the programs of Prometheus' image: this machine needs none of them. */
export async function containerWorkshop(
  { model, compose, run }: ComposeContext,
  signal: AbortSignal,
): Promise<ContainerWorkshop> {
  const { containerPort: port } = model.engines.prometheus
  const name = `${composeProject(model.name, model.environment)}-history`
  const docker = (args: readonly string[], end?: AbortSignal): Promise<CommandResult> =>
    run('docker', args, { timeoutMs: 300_000, ...(end === undefined ? {} : { signal: end }) })
  const exec = (args: readonly string[], end?: AbortSignal) => docker(['exec', name, ...args], end)
  const need = async (what: string, running: Promise<CommandResult>): Promise<string> => {
    const result = await running
    if (result.exitCode !== 0) throw new BelfryError('ENGINE_FAILED', `${what}: ${lastLine(result)}`)
    return result.stdout
  }
  const shell = (what: string, script: string, end?: AbortSignal, ...args: readonly string[]) =>
    need(what, exec(['sh', '-c', script, 'sh', ...args], end))
  const close = async (): Promise<void> => {
    await exec(['rm', '-rf', draft])
    await docker(['rm', '--force', name])
  }

  // One that was left behind.
  await close()
  try {
    await compose.borrow('prometheus', { name, port, lifetime }, signal)
    await shell('there is no room for history', `rm -rf ${draft} && mkdir -p ${draft}/blocks`, signal)
  } catch (error) {
    await close()
    throw error
  }

  return {
    hasRunBefore: async (end) => (await exec(['test', '-e', `${data}/wal`], end)).exitCode === 0,
    async read(urls, end) {
      const pages = (await shell('the targets cannot be read', readPages, end, ...urls)).split('\0')
      return urls.map((_, index) => pages[index] || null)
    },
    async addBlocks(text, end) {
      // It is another user who reads it in the container.
      await chmod(text, 0o644)
      await need('the samples cannot be handed over', docker(['cp', text, `${name}:${draft}/samples.om`], end))
      await need(
        'promtool made no blocks',
        exec(['env', `TMPDIR=${draft}`, 'promtool', ...blockFlags(`${draft}/samples.om`, `${draft}/blocks`)], end),
      )
    },
    async startPrometheus(kind, end) {
      const config = `${draft}/passing.yml`
      const text = passingConfig(kind === 'none' ? [`${configDir}/${ruleFilesPattern}`] : [])
      await shell('there is no room for history', `printf %s "$1" >${config}`, end, text)
      const flags = passingFlags({ config, data: `${draft}/${kind}`, listen: `:${port}` })
      let failure: string | null = null
      const ended = exec(['prometheus', ...flags], end).then(
        (result) => {
          failure = lastLine(result)
        },
        // It was interrupted; its container goes.
        () => {},
      )
      const published = await need('Prometheus is not reached', docker(['port', name, String(port)], end))
      return {
        url: `http://${published.trim().split('\n')[0]}`,
        address: `127.0.0.1:${port}`,
        failure: () => failure,
        async stop() {
          await exec(['killall', 'prometheus'])
          await ended
        },
      }
    },
    async store(end) {
      const script = `cd ${data} && rm -rf ${blocks} && mv ${draft}/blocks/${blocks} .`
      await shell('the blocks cannot be put into place', script, end)
    },
    close,
  }
}
