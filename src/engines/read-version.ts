import { runCommand } from './run-command.ts'

/**
 * The version that a program says it has, such as `15.18` or `2.42.0`; `null` when it cannot be run.
 *
 * @param env - variables that the program needs beside the usual ones.
 */
export async function readVersion(path: string, env: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    const { stdout, stderr } = await runCommand(path, ['--version'], { env, timeoutMs: 20_000 })
    // The number is after the program's own name everywhere; some log it on the error output, behind a time stamp.
    return /(?:^|[\sv=])v?(\d+\.\d+(?:\.\d+)?)(?=[\s+~,-]|$)/m.exec(`${stdout}\n${stderr}`)?.[1] ?? null
  } catch {
    return null
  }
}
