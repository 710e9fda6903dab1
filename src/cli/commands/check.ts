import { reportJson } from '../../checks/report-json.ts'
import { countText, reportText } from '../../checks/report-text.ts'
import type { CheckerReport } from '../../engines/checker.ts'
import { checkComposeFile } from '../../engines/docker-compose-config.ts'
import { findPrograms } from '../../engines/find-program.ts'
import type { Problem } from '../../errors/problem.ts'
import type { LoadedStack } from '../../loader/load-stack.ts'
import { composePath } from '../../model/names.ts'
import { renderAll } from '../../renderers/renderers.ts'
import { type EnvironmentName, environmentNames } from '../../spec/environment.ts'
import { checkRendering, withScratch, writeScratch } from '../engine-checks.ts'
import { environmentNamed } from '../environment-named.ts'
import { examine, openStack } from '../open-stack.ts'
import { isStrict, result, talk } from '../output.ts'
import { ProblemsFound } from '../report-error.ts'

export interface CheckOptions {
  readonly stack: string
  readonly env?: string
  readonly engines: boolean
  readonly offline?: boolean
  readonly strict?: boolean
  readonly json?: boolean
}

/** Runs Belfry's checks on each environment, then the engines' own on what would be rendered. */
export async function check(options: CheckOptions): Promise<void> {
  const environments = options.env === undefined ? environmentNames : [environmentNamed(options.env)]
  const stack = await openStack(options)
  const problems: Problem[] = []
  for (const environment of environments) {
    const found = await checkEnvironment(stack, environment, options)
    // The same fault in three environments is one fault.
    problems.push(...found.filter((problem) => !problems.some((known) => isSame(known, problem))))
  }
  if (options.json === true) result(reportJson(problems))
  else if (problems.length > 0) result(reportText(problems).trimEnd())
  else result(`${environments.join(', ')}: ${countText(problems)}`)
  if (problems.some(({ severity }) => severity === 'error')) throw new ProblemsFound()
}

async function checkEnvironment(
  stack: LoadedStack,
  environment: EnvironmentName,
  options: CheckOptions,
): Promise<readonly Problem[]> {
  const { model, problems } = await examine(stack, environment, { kind: 'compose' })
  if (model === null || !options.engines) return problems
  const reports = await engineReports(stack, environment, options)
  const strict = isStrict(options)
  for (const { checker, skipped, problems: found } of reports) {
    const outcome = skipped === '' ? (found.length === 0 ? 'ok' : countText(found)) : `skipped: ${skipped}`
    talk(`${environment}: ${checker}: ${outcome}`)
  }
  return [
    ...problems,
    ...reports.flatMap((report) => (report.skipped !== '' && strict ? [missingChecker(report)] : report.problems)),
  ]
}

/** promtool wants secrets to exist, so it sees the rendering for this machine, where empty files can stand in for them. */
async function engineReports(
  stack: LoadedStack,
  environment: EnvironmentName,
  options: CheckOptions,
): Promise<readonly CheckerReport[]> {
  const programs = await findPrograms(['promtool', 'amtool'], { fetch: options.offline !== true, report: talk })
  return withScratch(async (folder) => {
    const placement = { kind: 'native', stateDir: folder, configDir: folder, portOffset: 0 } as const
    const native = await examine(stack, environment, placement)
    const compose = await examine(stack, environment, { kind: 'compose' })
    if (native.model === null || compose.model === null) return []
    await writeScratch(folder, renderAll(native.model), native.model)
    await writeScratch(
      folder,
      renderAll(compose.model).filter(({ path }) => path === composePath),
      compose.model,
    )
    return [...(await checkRendering(folder, native.model, programs)), await checkComposeFile(folder, composePath)]
  })
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

function isSame(a: Problem, b: Problem): boolean {
  return a.id === b.id && a.path === b.path && a.message === b.message
}
