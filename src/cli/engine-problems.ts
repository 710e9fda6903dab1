import { countText } from '../checks/report-text.ts'
import type { CheckerReport } from '../engines/checker.ts'
import { findPrograms } from '../engines/find-program.ts'
import type { Problem } from '../errors/problem.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { engineReports } from './engine-checks.ts'
import { isStrict, talk } from './output.ts'
import { withInterrupt } from './with-interrupt.ts'

export interface EngineCheckOptions {
  readonly offline?: boolean
  readonly strict?: boolean
}

/** What the engines' own checkers find in what an environment renders to. */
export async function engineProblems(
  stack: LoadedStack,
  environment: EnvironmentName,
  options: EngineCheckOptions,
): Promise<readonly Problem[]> {
  const fetch = options.offline !== true
  const reports = await withInterrupt(async (signal) => {
    const programs = await findPrograms(['promtool', 'amtool'], { fetch, report: talk, signal })
    return engineReports(stack, environment, programs, signal)
  })
  for (const report of reports) talk(`${environment}: ${outcomeOf(report)}`)
  const strict = isStrict(options)
  return reports.flatMap((report) => (report.skipped !== '' && strict ? [missingChecker(report)] : report.problems))
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
