import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { BelfryError } from '../../errors/belfry-error.ts'

export interface ToolRun {
  readonly path: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly user: { readonly uid: number; readonly gid: number } | null
  readonly input: string
  /** What it is for, as a sentence begins: `PostgreSQL could not make its cluster`. */
  readonly failure: string
}

/**
 * Runs a tool of an engine to its end.
 *
 * @returns what it printed.
 * @throws BelfryError START_FAILED with the last lines that it printed about its failure.
 */
export async function runTool(run: ToolRun, signal: AbortSignal): Promise<string> {
  const child = spawn(run.path, run.args, {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...run.env },
    signal,
    ...run.user,
  })
  // A tool that ends early leaves its input unread; its exit code says what happened.
  child.stdin.on('error', () => {})
  child.stdin.end(run.input)
  try {
    const [[code], output, errors] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
    if (code === 0) return output
    const reason = errors.trim().split('\n').slice(-5).join('\n')
    throw new BelfryError('START_FAILED', `${run.failure}: ${reason || `exit code ${String(code)}`}`)
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof BelfryError) throw cause
    throw new BelfryError('START_FAILED', `${run.failure}: ${(cause as Error).message}`, { cause })
  }
}
