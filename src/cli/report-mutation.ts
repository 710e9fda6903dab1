import type { MutationScore, Survivor, Tally } from '../cases/mutation/score.ts'
import { survivorProblem } from '../cases/mutation/survivor-problem.ts'
import type { Place } from '../errors/place.ts'
import type { Problem } from '../errors/problem.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import { result, resultJson } from './output.ts'
import { formatReport } from './report-format.ts'
import { sharpenPlaces } from './sharpen-places.ts'
import { table } from './table.ts'

export interface MutationReport {
  readonly stack: LoadedStack
  /** Statements about equivalent mutants that are wrong. */
  readonly misstated: readonly Problem[]
  /** Ids of cases that do not hold without any change. */
  readonly unsound: ReadonlySet<string>
  readonly trials: number
  /** The score that is enough, from 0 to 1. */
  readonly least: number
  readonly json: boolean
  /** Whether all rules were looked at. */
  readonly whole: boolean
}

/** The share of mutants that may be called equivalent. */
const mostEquivalent = 0.03

/** Prints what a run means; whether that is good enough. */
export async function reportMutation(score: MutationScore, report: MutationReport): Promise<boolean> {
  const { stack, misstated, unsound, least, json, whole } = report
  const near = await casePlaces(score.survivors, stack)
  const problems = await sharpenPlaces(
    await stack.located([
      ...score.survivors.map((survivor) => survivorProblem(survivor, near.get(survivor) ?? null)),
      ...misstated,
    ]),
  )
  const share = score.whole.mutants === 0 ? 0 : score.whole.equivalent / score.whole.mutants
  const lacks = [
    ...(score.whole.score < least ? [`the score is below ${percent(least)}`] : []),
    ...(score.untested.length > 0 ? [`no case has to do with ${listed(score.untested)}`] : []),
    ...(unsound.size > 0 ? [`cases do not even hold as things are: ${listed([...unsound])}`] : []),
    ...(misstated.length > 0 ? ['what is said of equivalent mutants is wrong'] : []),
    ...(whole && share > mostEquivalent ? [`more than ${percent(mostEquivalent)} are said to be equivalent`] : []),
  ]
  if (json) {
    const equivalents = score.equivalents.map(({ mutant, reason }) => ({
      rule: mutant.original.name,
      id: mutant.id,
      reason,
    }))
    const systems = Object.fromEntries(score.systems)
    const { untested } = score
    resultJson({ whole: score.whole, systems, problems, equivalents, untested, unsound: [...unsound], lacks })
  } else {
    if (problems.length > 0) result(`${formatReport('text', problems, 'mutants')}\n`)
    const rows = [...score.systems].map(([system, tally]) => row(system, tally))
    result(table([head, ...rows, ...(rows.length > 1 ? [row('all', score.whole)] : [])]))
    result(`\n${percent(share)} of the mutants are said to be equivalent; ${report.trials} trials were new`)
    for (const lack of lacks) result(`not enough: ${lack}`)
  }
  return lacks.length === 0
}

const head = ['SYSTEM', 'MUTANTS', 'KILLED', 'SURVIVED', 'EQUIVALENT', 'NO CASE', 'SCORE']

function row(system: string, { mutants, killed, survived, equivalent, untested, score }: Tally): readonly string[] {
  const judged = killed + survived > 0 ? percent(score) : '-'
  return [system, ...[mutants, killed, survived, equivalent, untested].map(String), judged]
}

/** Never more than there is: 94.96 % is not 95 %. */
function percent(share: number): string {
  return `${(Math.floor(share * 1000 + 1e-9) / 10).toFixed(1)} %`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ')
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown
}

/** Where the last case of each survivor stands. */
async function casePlaces(
  survivors: readonly Survivor[],
  stack: LoadedStack,
): Promise<ReadonlyMap<Survivor, Place | null>> {
  const located = await stack.located(
    survivors.map(({ cases }) => ({
      id: '',
      severity: 'error',
      message: '',
      hint: '',
      path: '',
      place: cases.at(-1)?.place ?? null,
    })),
  )
  return new Map(survivors.map((survivor, index) => [survivor, located[index]?.place ?? null]))
}
