import { type CheckerReport, checked, type Finding, skipped } from './checker.ts'
import type { Program } from './program.ts'
import { type CommandResult, lastLine, runCommand } from './run-command.ts'

export interface PromtoolRequest {
  /** `null` when there is none. */
  readonly promtool: Program | null
  /** Folder that the paths are relative to; the secret files that the configuration names must exist. */
  readonly folder: string
  /** Ends the checker. @default never */
  readonly signal?: AbortSignal
}

/** Has Prometheus' own checker read its configuration, and the rule files that it names. */
export async function checkPrometheusConfig(request: PromtoolRequest, configPath: string): Promise<CheckerReport> {
  return check(request, 'promtool check config', ['check', 'config'], [configPath])
}

/** Has Prometheus' own checker read rule files. */
export async function checkPrometheusRules(
  request: PromtoolRequest,
  rulePaths: readonly string[],
): Promise<CheckerReport> {
  if (rulePaths.length === 0) return skipped('promtool check rules', 'there are no rules')
  return check(request, 'promtool check rules', ['check', 'rules'], rulePaths)
}

/** Has promtool run unit tests of rules, all in one process; failures are on its error output. */
export async function testPrometheusRules(
  {
    promtool,
    folder,
    env = {},
  }: { readonly promtool: Program; readonly folder: string; readonly env?: Readonly<Record<string, string>> },
  testPaths: readonly string[],
  signal?: AbortSignal,
): Promise<CommandResult> {
  return runCommand(promtool.path, ['test', 'rules', ...testPaths], {
    cwd: folder,
    env: { ...promtool.env, ...env },
    timeoutMs: 600_000,
    signal,
  })
}

async function check(
  { promtool, folder, signal }: PromtoolRequest,
  checker: string,
  command: readonly string[],
  paths: readonly string[],
): Promise<CheckerReport> {
  if (promtool === null) return skipped(checker, 'promtool is not there')
  const result = await runCommand(promtool.path, [...command, ...paths], {
    cwd: folder,
    env: promtool.env,
    timeoutMs: 60_000,
    signal,
  })
  return checked(checker, 'promtool', result.exitCode === 0 ? [] : findings(result, paths))
}

/** After `FAILED:` come the reason, and for rules a line for each fault that begins with the file. */
function findings(result: CommandResult, paths: readonly string[]): readonly Finding[] {
  const first = paths[0] ?? ''
  const blocks = result.stderr.split(/^\s*FAILED:/m).slice(1)
  const found = blocks.flatMap((block) => blockFindings(block, first))
  return found.length > 0 ? found : [{ file: first, message: lastLine(result) }]
}

function blockFindings(block: string, fallback: string): readonly Finding[] {
  const lines = block.split('\n').map((line) => line.trim())
  const named = lines.flatMap((line) => {
    const match = /^(\S+\.ya?ml): (.+)$/.exec(line)
    return match === null ? [] : [{ file: match[1] ?? '', message: match[2] ?? '' }]
  })
  const message = lines.filter((line) => line !== '').join(' ')
  return named.length > 0 ? named : message === '' ? [] : [{ file: fallback, message }]
}
