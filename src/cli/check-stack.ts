import { checks } from '../checks/checks.ts'
import { countText } from '../checks/report-text.ts'
import type { CheckerReport } from '../engines/checker.ts'
import { findPrograms } from '../engines/find-program.ts'
import type { Problem } from '../errors/problem.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import { type EnvironmentName, environmentNames } from '../spec/environment.ts'
import { engineReports } from './engine-checks.ts'
import { environmentNamed } from './environment-named.ts'
import { examine, openStack } from './open-stack.ts'
import { isStrict, talk } from './output.ts'

export interface StackCheckOptions {
  readonly stack: string
  readonly env?: string
  readonly engines: boolean
  /** Checks that run. @default none - all of them */
  readonly only?: readonly string[]
  readonly offline?: boolean
  readonly strict?: boolean
}

export interface StackReport {
  readonly problems: readonly Problem[]
  /** Names of the environments, joined. */
  readonly scope: string
}

/** Runs Belfry's checks on each environment, then the engines' own on what would be rendered. */
export async function checkStack(options: StackCheckOptions): Promise<StackReport> {
  const environments = options.env === undefined ? environmentNames : [environmentNamed(options.env)]
  const stack = await openStack(options)
  const problems = new Map<string, Problem>()
  for (const environment of environments)
    for (const problem of await checkEnvironment(stack, environment, options)) {
      // The same fault in three environments is one fault.
      const key = JSON.stringify([problem.id, problem.path, problem.message, problem.fragment?.from])
      if (!problems.has(key)) problems.set(key, problem)
    }
  return { problems: [...problems.values()], scope: environments.join(', ') }
}

async function checkEnvironment(
  stack: LoadedStack,
  environment: EnvironmentName,
  options: StackCheckOptions,
): Promise<readonly Problem[]> {
  const { only = [] } = options
  const run = only.length === 0 ? checks : checks.filter(({ id }) => only.includes(id))
  const { model, problems } = await examine(stack, environment, { kind: 'compose' }, {}, run)
  if (model === null || !options.engines) return problems
  const programs = await findPrograms(['promtool', 'amtool'], { fetch: options.offline !== true, report: talk })
  const reports = await engineReports(stack, environment, programs)
  for (const report of reports) talk(`${environment}: ${outcomeOf(report)}`)
  const strict = isStrict(options)
  return [
    ...problems,
    ...reports.flatMap((report) => (report.skipped !== '' && strict ? [missingChecker(report)] : report.problems)),
  ]
}

function outcomeOf({ checker, skipped, problems }: CheckerReport): string {
  if (skipped !== '') return `${checker}: skipped: ${skipped}`
  return `${checker}: ${problems.length === 0 ? 'ok' : countText(problems)}`
}

function missingChecker({ checker, skipped }: CheckerReport): Problem {
  return {
    id: 'checker-missing',
    severity: 'error',
    message: `${checker} did not run: ${skipped}`,
    hint: 'Install it, let Belfry fetch it (without --offline), or leave out --strict.',
    path: checker,
    place: null,
  }
}
