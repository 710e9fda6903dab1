import { equivalentProblems } from '../../cases/mutation/equivalents.ts'
import { mutantsOf } from '../../cases/mutation/mutants-of.ts'
import { type MutationRun, runMutants, type Suspect } from '../../cases/mutation/run-mutants.ts'
import { type MutationScore, scoreOf } from '../../cases/mutation/score.ts'
import { VerdictStore } from '../../cases/mutation/verdict-store.ts'
import { alertsWithNeeds } from '../../cases/needed-rules.ts'
import { resolveCases } from '../../cases/resolve-cases.ts'
import { findProgram } from '../../engines/find-program.ts'
import type { Program } from '../../engines/program.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { suggestHint } from '../../errors/suggest.ts'
import type { Model } from '../../model/model.ts'
import { recordingsOf, rulesOf } from '../../model/rules.ts'
import { environmentNamed } from '../environment-named.ts'
import { keepForLater } from '../keep-for-later.ts'
import { examine, openStack } from '../open-stack.ts'
import { talk } from '../output.ts'
import { type Proofs, recordProof } from '../proof-record.ts'
import { ProblemsFound } from '../report-error.ts'
import { reportMutation } from '../report-mutation.ts'
import { runSteps } from '../run-steps.ts'
import { withInterrupt } from '../with-interrupt.ts'

export interface MutateOptions {
  readonly stack: string
  readonly env: string
  readonly state: string
  /** Percent. */
  readonly min: number
  readonly json?: boolean
  readonly offline?: boolean
}

/** Changes rules in small ways, and says which changes no case notices; no alert named is all rules. */
export async function mutate(options: MutateOptions, names: readonly string[]): Promise<void> {
  const environment = environmentNamed(options.env)
  const stack = await openStack(options)
  const fetch = options.offline !== true
  const promtool = await withInterrupt((signal) => findProgram('promtool', { fetch, report: talk, signal }))
  const versions = { prometheus: promtool.version }
  const { model, problems } = await examine(stack, environment, { kind: 'compose' }, { versions }, [])
  if (model === null) throw new ProblemsFound(problems)
  const suspects = suspectsOf(model, promtool, names)
  const store = await VerdictStore.open(`${options.state}/cache/mutation/${environment}-${promtool.version}.json`)
  const run = await runWithProgress(suspects, { promtool, store, whole: names.length === 0 })
  const stated = model.equivalents()
  const score = scoreOf(suspects, run.fates, stated)
  await recordProof(options.state, 'mutation', proofsOf(suspects, run, score))
  const rules = new Set(rulesOf(model).map(({ name }) => name))
  const switchedOff = new Set(model.switchedOff.map((path) => path.split('/').at(-1)))
  const misstated = equivalentProblems(
    stated.filter(({ rule }) => !switchedOff.has(rule)),
    rules,
    run.fates,
  )
  const fine = await reportMutation(score, {
    stack,
    misstated,
    unsound: run.unsound,
    trials: run.trials,
    least: options.min / 100,
    json: options.json === true,
    whole: names.length === 0,
  })
  if (!fine) throw new ProblemsFound()
}

/** Mutants of the named alerts and of the recording rules that they need, each with the cases that could notice it. */
function suspectsOf(model: Model, promtool: Program, names: readonly string[]): readonly Suspect[] {
  const needs = alertsWithNeeds(model)
  for (const name of names)
    if (!needs.has(name))
      throw new BelfryError('BAD_OPTION', `there is no alert ${name}`, { hint: suggestHint(name, [...needs.keys()]) })
  const wanted = [...needs.values()].filter(({ alert }) => names.length === 0 || names.includes(alert.name))
  const recordings = names.length === 0 ? recordingsOf(model) : wanted.flatMap((one) => one.recordings)
  const { cases } = resolveCases(model)
  const version = Number.parseInt(promtool.version, 10) >= 3 ? '3.x' : '2.42'
  return [...new Set([...recordings, ...wanted.map(({ alert }) => alert)])].flatMap((rule) => {
    const own = cases.filter((one) => one.alert === rule || one.recordings.some((recording) => recording === rule))
    return mutantsOf(rule, version).map((mutant) => ({ mutant, cases: own }))
  })
}

/** Of each alert, how many of the mutants that a case could notice were noticed. */
function proofsOf(
  suspects: readonly Suspect[],
  { fates }: MutationRun,
  { survivors }: MutationScore,
): ReadonlyMap<string, Proofs['mutation']> {
  const proofs = new Map<string, Proofs['mutation']>()
  const alive = new Set(survivors.map(({ mutant }) => mutant))
  for (const { mutant } of suspects) {
    const { kind, name } = mutant.original
    const isKilled = fates.get(mutant) === 'killed'
    if (kind !== 'alert' || !(isKilled || alive.has(mutant))) continue
    const before = proofs.get(name) ?? { killed: 0, survived: 0, score: 1 }
    const killed = before.killed + (isKilled ? 1 : 0)
    const survived = before.survived + (isKilled ? 0 : 1)
    proofs.set(name, { killed, survived, score: killed / (killed + survived) })
  }
  return proofs
}

/** What was found before an interruption is kept. */
async function runWithProgress(
  suspects: readonly Suspect[],
  { promtool, store, whole }: { readonly promtool: Program; readonly store: VerdictStore; readonly whole: boolean },
): Promise<MutationRun> {
  let run: MutationRun | null = null
  const title = `${suspects.length} mutants in promtool ${promtool.version}`
  try {
    await runSteps([
      {
        title,
        run: async (report, signal) => {
          run = await runMutants(suspects, { promtool, store, report, signal })
        },
      },
    ])
  } finally {
    await keepForLater('verdicts', () => store.save({ forget: whole && run !== null }))
  }
  if (run === null) throw new BelfryError('ENGINE_FAILED', 'the mutants were not all tried')
  return run
}
