import { checks } from '../../checks/checks.ts'
import { unusedAllowance } from '../../checks/run-checks.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import type { Problem, ProblemSeverity } from '../../errors/problem.ts'
import { suggestHint } from '../../errors/suggest.ts'
import { dashboardFileValid } from '../../foreign/foreign-dashboards.ts'
import { ruleFileValid } from '../../foreign/foreign-rules.ts'
import type { ForeignReport } from '../check-foreign.ts'
import { checkStack, type StackCheckOptions } from '../check-stack.ts'
import { type ForeignOptions, namesForeignFiles } from '../foreign-options.ts'
import { result, talk } from '../output.ts'
import { ProblemsFound } from '../report-error.ts'
import { formatReport } from '../report-format.ts'
import type { ReportFormat } from '../report-formats.ts'
import { watchCheck } from '../watch-check.ts'

export interface CheckOptions extends StackCheckOptions, ForeignOptions {
  readonly format: ReportFormat
  readonly json?: boolean
  readonly only?: readonly string[]
  readonly severity: ProblemSeverity
  readonly watch?: boolean
}

/** Checks the stack, or files that strangers wrote. */
export async function check(options: CheckOptions): Promise<void> {
  refuseUnknown(options.only ?? [])
  if (options.catalog !== undefined && !namesForeignFiles(options))
    throw new BelfryError('BAD_OPTION', '--catalog goes with --rules or --dashboards', {
      hint: 'The stack has a catalog of its own.',
    })
  if (options.watch === true) return watchCheck(options, () => checkOnce({ ...options, engines: false }).then(() => {}))
  if (await checkOnce(options)) throw new ProblemsFound()
}

/** Checks and reports; whether there is an error. */
async function checkOnce(options: CheckOptions): Promise<boolean> {
  const isForeign = namesForeignFiles(options)
  const { problems, scope } = isForeign ? await checkFiles(options) : await checkStack(options).catch(tellOfFiles)
  const wanted = problems.filter(isWanted(options))
  if (isForeign) talk(scope)
  result(formatReport(options.json === true ? 'json' : options.format, wanted, isForeign ? 'checked' : scope))
  return wanted.some(({ severity }) => severity === 'error')
}

/** Whoever has no stack may want to check what they have. */
function tellOfFiles(error: unknown): never {
  if (!(error instanceof BelfryError) || error.code !== 'SPEC_NOT_FOUND') throw error
  throw new BelfryError(error.code, error.message, {
    hint: `${error.hint}\n  Files that were written without Belfry: belfry check --rules FILE --dashboards FILE`,
    cause: error,
  })
}

/** What reads strangers' files is loaded only for them. */
async function checkFiles(options: ForeignOptions): Promise<ForeignReport> {
  const { checkForeign } = await import('../check-foreign.ts')
  return checkForeign(options)
}

function isWanted({ only = [], severity }: CheckOptions): (problem: Problem) => boolean {
  return (problem) =>
    (only.length === 0 || only.includes(problem.id)) && (severity === 'warning' || problem.severity === 'error')
}

/** Checks, and what is found before they run; the engines' own checkers report under their names. */
const knownIds = [
  ...checks.map(({ id }) => id),
  unusedAllowance,
  'spec-valid',
  ruleFileValid,
  dashboardFileValid,
  'promtool',
  'amtool',
  'docker-compose',
  'checker-missing',
]

function refuseUnknown(only: readonly string[]): void {
  for (const id of only)
    if (!knownIds.includes(id))
      throw new BelfryError('BAD_OPTION', `--only ${id}: there is no check of that name`, {
        hint: suggestHint(id, knownIds),
      })
}
