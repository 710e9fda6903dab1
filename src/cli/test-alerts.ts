import type { AlertCase } from '../cases/alert-case.ts'
import { deriveBoundaries, type Underived } from '../cases/boundaries/derive-boundaries.ts'
import { type Coverage, coverageOf } from '../cases/coverage.ts'
import { resolveCases } from '../cases/resolve-cases.ts'
import { runCases } from '../cases/run-cases.ts'
import { findProgram } from '../engines/find-program.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Problem } from '../errors/problem.ts'
import { suggestHint } from '../errors/suggest.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { examine } from './open-stack.ts'
import { talk } from './output.ts'
import type { Proofs } from './proof-record.ts'
import { withInterrupt } from './with-interrupt.ts'

export interface AlertTestOptions {
  /** Names of alerts. @default none - all */
  readonly names?: readonly string[]
  /** Whether what no case exercises is a problem. */
  readonly coverage?: boolean
  readonly offline?: boolean
}

export interface AlertTestReport {
  readonly problems: readonly Problem[]
  /** How many cases ran. */
  readonly cases: number
  /** Boundaries that no case could be made for, and why. */
  readonly underived: readonly Underived[]
  /** How many there are of each alert, and how many of them fail. */
  readonly proofs: ReadonlyMap<string, Proofs['cases']>
  /** What they showed, in a line. */
  readonly summary: string
}

/**
 * Runs the cases of alerts in promtool.
 *
 * @throws BelfryError `BAD_OPTION` when there is no alert of a name.
 */
export async function testAlerts(
  stack: LoadedStack,
  environment: EnvironmentName,
  { names = [], coverage: demandsAll = false, offline }: AlertTestOptions,
): Promise<AlertTestReport> {
  const begin = performance.now()
  const fetch = offline !== true
  const promtool = await withInterrupt((signal) => findProgram('promtool', { fetch, report: talk, signal }))
  const versions = { prometheus: promtool.version }
  const { model, problems: faults } = await examine(stack, environment, { kind: 'compose' }, { versions }, [])
  if (model === null)
    return { problems: faults, cases: 0, underived: [], proofs: new Map(), summary: 'the spec does not resolve' }
  const resolved = resolveCases(model)
  for (const name of names)
    if (!resolved.rules.has(name))
      throw new BelfryError('BAD_OPTION', `there is no alert and no recording rule ${name}`, {
        hint: suggestHint(name, [...resolved.rules.keys()]),
      })
  const isWanted = (name: string) => names.length === 0 || names.includes(name)
  const written = resolved.cases.filter(({ alert }) => isWanted(alert.name))
  const derived = deriveBoundaries({ ...resolved, cases: written }, model.catalog)
  const cases = [...written, ...derived.cases]
  talk(
    `${environment}: ${written.length} cases and ${derived.cases.length} derived from them, in promtool ${promtool.version}`,
  )
  const { problems, failed } = await withInterrupt((signal) => runCases(promtool, cases, signal))
  const coverage = coverageOf(model, resolved)
  const underived = derived.underived.filter(({ alert }) => isWanted(alert))
  const all = [
    ...resolved.problems.filter(({ path }) => isWanted(path.split(/[./]/)[1] ?? '')),
    ...problems,
    ...(demandsAll ? coverage.problems.filter(({ path }) => isWanted(path.split('.').at(-1) ?? '')) : []),
  ]
  return {
    problems: await stack.located(all),
    cases: cases.length,
    underived,
    proofs: proofsOf(cases, failed),
    summary: [
      `${cases.length - failed.size} of ${cases.length} cases hold, in ${((performance.now() - begin) / 1000).toFixed(1)} s`,
      `${underived.length} boundaries could not be derived`,
      ...(names.length === 0 ? coverageText(coverage) : []),
    ].join('; '),
  }
}

function coverageText(coverage: Coverage): readonly string[] {
  return [
    `of ${coverage.alerts} alerts ${coverage.fires} fire, ${coverage.quiet} stay quiet, ${coverage.resolves} resolve`,
    `${coverage.recordingsUsed} of ${coverage.recordings} recording rules take part, ` +
      `${coverage.branchesShown} of ${coverage.branches} branches are shown`,
  ]
}

function proofsOf(cases: readonly AlertCase[], failed: ReadonlySet<string>): ReadonlyMap<string, Proofs['cases']> {
  const proofs = new Map<string, Proofs['cases']>()
  for (const { id, alert } of cases) {
    const before = proofs.get(alert.name) ?? { cases: 0, failed: 0 }
    proofs.set(alert.name, { cases: before.cases + 1, failed: before.failed + (failed.has(id) ? 1 : 0) })
  }
  return proofs
}
