import { type CheckerReport, checked, skipped } from './checker.ts'
import type { Program } from './program.ts'
import { lastLine, runCommand } from './run-command.ts'

const checker = 'amtool check-config'

/**
 * Has Alertmanager's own checker read its configuration and the templates that it names.
 *
 * @param amtool - `null` when there is none.
 * @param folder - the folder that `configPath` is relative to.
 */
export async function checkAlertmanagerConfig(
  amtool: Program | null,
  folder: string,
  configPath: string,
  signal?: AbortSignal,
): Promise<CheckerReport> {
  if (amtool === null) return skipped(checker, 'amtool is not there')
  const result = await runCommand(amtool.path, ['check-config', configPath], {
    cwd: folder,
    env: amtool.env,
    timeoutMs: 60_000,
    signal,
  })
  if (result.exitCode === 0) return checked(checker, 'amtool', [])
  // The last line only counts the files; the reason follows the file's name, on one line or more.
  const reason = /FAILED:([\s\S]*?)(?:\n\s*\n|$)/.exec(result.stdout)?.[1] ?? lastLine(result)
  return checked(checker, 'amtool', [{ file: configPath, message: reason.replace(/\s*\n\s*/g, ' ').trim() }])
}
