import { execa } from 'execa'
import { BelfryError } from '../errors/belfry-error.ts'

export interface CommandOptions {
  /** @default the folder of this process */
  readonly cwd?: string
  /** Added to the environment of this process. @default nothing */
  readonly env?: Readonly<Record<string, string>>
  /** Given to the command on its standard input. @default nothing */
  readonly input?: string
  /** Milliseconds after which the command is ended. */
  readonly timeoutMs: number
  /** Ends the command. @default never */
  readonly signal?: AbortSignal | undefined
  /** Told every line as it is written. @default nobody */
  readonly onLine?: (line: string) => void
}

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a program to its end. A failing exit code is a result, not an error.
 * Messages never repeat arguments, environment or input: they may hold secrets.
 *
 * @throws BelfryError `ENGINE_MISSING` when the program cannot be started, `ENGINE_FAILED` when it takes too long or is ended.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  { cwd, env, input, timeoutMs, signal, onLine }: CommandOptions,
): Promise<CommandResult> {
  const tell =
    onLine === undefined
      ? []
      : [
          function* (line: unknown) {
            onLine(String(line))
            yield line
          },
        ]
  const result = await execa(file, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    stdout: ['pipe', ...tell],
    stderr: ['pipe', ...tell],
    timeout: timeoutMs,
    forceKillAfterDelay: 2000,
    maxBuffer: 64 * 1024 * 1024,
    reject: false,
  })
  const name = file.split('/').at(-1) ?? file
  if (result.isCanceled) throw new BelfryError('ENGINE_FAILED', `${name} was stopped`)
  if (result.timedOut) throw new BelfryError('ENGINE_FAILED', `${name} did not end within ${timeoutMs / 1000} s`)
  if (result.exitCode === undefined) {
    const reason = result.signal === undefined ? (result.code ?? 'it could not be started') : `signal ${result.signal}`
    throw new BelfryError(result.signal === undefined ? 'ENGINE_MISSING' : 'ENGINE_FAILED', `${name}: ${reason}`)
  }
  return { exitCode: result.exitCode, stdout: text(result.stdout), stderr: text(result.stderr) }
}

/** The last line that says something: where most programs put the reason of a failure. */
export function lastLine({ stdout, stderr }: CommandResult): string {
  return `${stdout}\n${stderr}`.trim().split('\n').at(-1)?.trim() ?? ''
}

/** With line transforms execa may give lines instead of one text. */
function text(output: unknown): string {
  return Array.isArray(output) ? output.join('\n') : String(output ?? '')
}
