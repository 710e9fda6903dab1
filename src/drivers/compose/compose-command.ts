import { join } from 'node:path'
import type { runCommand } from '../../engines/run-command.ts'
import * as z from '../../errors/zod.ts'
import { composePath } from '../../model/names.ts'
import { composeFailure } from './compose-failure.ts'

/** Runs a program to its end; a failing exit code is a result. */
export type RunCommand = typeof runCommand

/** A service as compose understands the file. */
export interface Service {
  readonly name: string
  readonly image: string
  /** Whether the image is built here. */
  readonly built: boolean
  /** Ports on this machine. */
  readonly ports: readonly number[]
}

export interface ComposeCommand {
  /** Empty when there is no compose of the second generation. */
  version(): Promise<string>
  services(signal: AbortSignal): Promise<readonly Service[]>
  build(service: string, report: (text: string) => void, signal: AbortSignal): Promise<void>
  pull(services: readonly Service[], report: (text: string) => void, signal: AbortSignal): Promise<void>
  /** Starts some services with those that they need, or all. */
  up(services: readonly string[], report: (text: string) => void, signal: AbortSignal): Promise<void>
  /** Starts a container like that of a service, in which nothing runs yet. */
  borrow(service: string, container: BorrowedContainer, signal: AbortSignal): Promise<void>
  down(options: { readonly volumes: boolean }, report: (text: string) => void, signal: AbortSignal): Promise<void>
}

export interface BorrowedContainer {
  readonly name: string
  /** In the container; some free port of this machine leads to it. */
  readonly port: number
  /** Seconds until it ends and goes by itself. */
  readonly lifetime: number
}

export interface ComposeSettings {
  readonly project: string
  /** Absolute; the folder of the compose file. */
  readonly outDir: string
  /** Absolute; the folder of the secrets. */
  readonly secretsDir: string
  /** Absolute; the folder of what tests and drills have shown. */
  readonly proofDir: string
  readonly demo: boolean
}

/** `docker compose` for one project. */
export function composeCommand(
  { project, outDir, secretsDir, proofDir, demo }: ComposeSettings,
  run: RunCommand,
): ComposeCommand {
  // Named on the command line, so that nothing in a person's environment names another project or file.
  const where = ['--project-name', project, '--project-directory', outDir, '--file', join(outDir, composePath)]
  const prefix = ['compose', '--ansi', 'never', ...where, ...(demo ? ['--profile', 'demo'] : [])]
  const env = { BELFRY_SECRETS: secretsDir, BELFRY_PROOF: proofDir }

  async function compose(
    args: readonly string[],
    signal: AbortSignal,
    report?: (text: string) => void,
  ): Promise<string> {
    const onLine = report === undefined ? {} : { onLine: (line: string) => tell(line, report) }
    const options = { cwd: outDir, env, signal, timeoutMs: timeouts[args[0] ?? ''] ?? 60_000, ...onLine }
    const { exitCode, stdout, stderr } = await run('docker', [...prefix, ...args], options)
    if (exitCode !== 0) throw composeFailure(args[0] ?? '', `${stderr}\n${stdout}`)
    return stdout
  }

  return {
    async version() {
      const probe = run('docker', ['compose', 'version', '--short'], { timeoutMs: 10_000 })
      const { exitCode, stdout } = await probe.catch(() => ({ exitCode: 1, stdout: '' }))
      const version = stdout.trim().replace(/^v/, '')
      return exitCode === 0 && !version.startsWith('1.') ? version : ''
    },
    async services(signal) {
      const { services } = configSchema.parse(JSON.parse(await compose(['config', '--format', 'json'], signal)))
      return Object.entries(services).map(([name, { image, build, ports }]) => ({
        name,
        image,
        built: build !== undefined,
        ports: ports.map(({ published }) => Number(published)),
      }))
    },
    async build(service, report, signal) {
      await compose(['build', service], signal, report)
    },
    async pull(services, report, signal) {
      await compose(['pull', ...services.map(({ name }) => name)], signal, report)
    },
    async up(services, report, signal) {
      await compose(['up', '--detach', '--no-build', '--remove-orphans', ...services], signal, report)
    },
    async borrow(service, { name, port, lifetime }, signal) {
      const published = ['--publish', `127.0.0.1::${port}`]
      const idle = ['--entrypoint', 'sh', service, '-c', `trap exit TERM; sleep ${lifetime} & wait`]
      await compose(['run', '--detach', '--rm', '--no-deps', '--name', name, ...published, ...idle], signal)
    },
    async down({ volumes }, report, signal) {
      await compose(['down', '--remove-orphans', ...(volumes ? ['--volumes'] : [])], signal, report)
    },
  }
}

/** Numbers of build steps and compose's own log say nothing to a person who waits. */
function tell(line: string, report: (text: string) => void): void {
  const text = line.replace(/^#\d+ /, '').trim()
  if (text !== '' && !text.startsWith('time=')) report(text)
}

/** Milliseconds that a command may take, by its name. */
const timeouts: Readonly<Record<string, number>> = { build: 900_000, pull: 3_600_000, up: 900_000, down: 300_000 }

const configSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.unknown().optional(),
      ports: z.array(z.object({ published: z.string() })).default([]),
    }),
  ),
})
