import { coverageOf } from '../../cases/coverage.ts'
import { resolveCases } from '../../cases/resolve-cases.ts'
import { runCases } from '../../cases/run-cases.ts'
import { reportText } from '../../checks/report-text.ts'
import { findProgram } from '../../engines/find-program.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { suggestHint } from '../../errors/suggest.ts'
import { environmentNamed } from '../environment-named.ts'
import { examine, openStack } from '../open-stack.ts'
import { result, talk } from '../output.ts'
import { ProblemsFound } from '../report-error.ts'
import { formatReport, type ReportFormat } from '../report-format.ts'

export interface TestOptions {
  readonly stack: string
  readonly env: string
  readonly format: ReportFormat
  readonly json?: boolean
  readonly coverage?: boolean
  readonly offline?: boolean
}

/** Runs the cases of alerts; none named is all. */
export async function test(options: TestOptions, names: readonly string[]): Promise<void> {
  const begin = performance.now()
  const environment = environmentNamed(options.env)
  const stack = await openStack(options)
  const promtool = await findProgram('promtool', { fetch: options.offline !== true, report: talk })
  const versions = { prometheus: promtool.version }
  const { model, problems: faults } = await examine(stack, environment, { kind: 'compose' }, { versions }, [])
  if (model === null) {
    talk(reportText(faults).trimEnd())
    throw new ProblemsFound()
  }
  const resolved = resolveCases(model)
  for (const name of names)
    if (!resolved.alerts.has(name))
      throw new BelfryError('BAD_OPTION', `there is no alert ${name}`, {
        hint: suggestHint(name, [...resolved.alerts.keys()]),
      })
  const isWanted = (name: string) => names.length === 0 || names.includes(name)
  const cases = resolved.cases.filter(({ alert }) => isWanted(alert.name))
  talk(`${environment}: ${cases.length} cases in promtool ${promtool.version}`)
  const { problems, failed } = await runCases(promtool, cases)
  const coverage = coverageOf(model, resolved)
  talk(
    `${cases.length - failed.size} of ${cases.length} cases hold, in ${((performance.now() - begin) / 1000).toFixed(1)} s; ` +
      `of ${coverage.alerts} alerts ${coverage.fires} fire, ${coverage.quiet} stay quiet, ${coverage.resolves} resolve; ` +
      `${coverage.recordingsUsed} of ${coverage.recordings} recording rules take part`,
  )
  const all = [
    ...resolved.problems.filter(({ path }) => isWanted(path.split(/[./]/)[1] ?? '')),
    ...problems,
    ...(options.coverage === true
      ? coverage.problems.filter(({ path }) => isWanted(path.split('.').at(-1) ?? ''))
      : []),
  ]
  const located = await stack.located(all)
  result(formatReport(options.json === true ? 'json' : options.format, located, `${cases.length} cases`))
  if (all.length > 0) throw new ProblemsFound()
}
