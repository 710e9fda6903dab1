import { BelfryError } from '../errors/belfry-error.ts'
import { type CheckerReport, checked, skipped } from './checker.ts'
import { lastLine, runCommand } from './run-command.ts'

const checker = 'docker compose config'

/**
 * Has Docker Compose read a compose file; skipped where there is no `docker` with its compose plugin.
 *
 * @param folder - the folder that `composePath` is relative to.
 */
export async function checkComposeFile(
  folder: string,
  composePath: string,
  signal?: AbortSignal,
): Promise<CheckerReport> {
  if (!(await hasCompose())) return skipped(checker, 'docker compose is not there')
  const result = await runCommand('docker', ['compose', '-f', composePath, 'config', '--quiet'], {
    cwd: folder,
    timeoutMs: 60_000,
    signal,
  })
  if (result.exitCode === 0) return checked(checker, 'docker-compose', [])
  return checked(checker, 'docker-compose', [{ file: composePath, message: lastLine(result) }])
}

async function hasCompose(): Promise<boolean> {
  try {
    return (await runCommand('docker', ['compose', 'version'], { timeoutMs: 20_000 })).exitCode === 0
  } catch (error) {
    if (error instanceof BelfryError) return false
    throw error
  }
}
