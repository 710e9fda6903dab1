import { readdir } from 'node:fs/promises'
import type { Program } from '../engines/program.ts'
import { lastLine, runCommand } from '../engines/run-command.ts'
import { BelfryError } from '../errors/belfry-error.ts'

/** Has promtool make blocks of OpenMetrics text. */
export async function makeBlocks(promtool: Program, text: string, folder: string, signal: AbortSignal): Promise<void> {
  // One block for all: promtool reads the whole text once for each block that it makes.
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=54h', '--quiet', text, folder]
  const result = await runCommand(promtool.path, args, { env: promtool.env, timeoutMs: 300_000, signal })
  if (result.exitCode !== 0) throw new BelfryError('ENGINE_FAILED', `promtool made no blocks: ${lastLine(result)}`)
}

/** Names of the blocks in a folder. */
export async function blocksIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(name))
}
