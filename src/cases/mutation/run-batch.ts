import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Program } from '../../engines/program.ts'
import { testPrometheusRules } from '../../engines/promtool.ts'
import { testPath } from '../render-cases.ts'
import { readTrials } from './read-trials.ts'
import { renderTrials, type Trial, type TrialGroup } from './trial.ts'

/** `refused` is a mutant whose rules promtool cannot even read. */
export type Verdict = 'killed' | 'survived' | 'refused'

export interface BatchResult {
  /** By tag; a trial without one could not be judged, as its case does not even hold for the rule as it is. */
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** Ids of cases that do not hold for the rules as they are. */
  readonly unsound: readonly string[]
}

export interface BatchContext {
  readonly promtool: Program
  /** Where files may be made. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** Tries groups in one promtool process, and in further ones what it could not judge in the first. */
export async function runBatch(groups: readonly TrialGroup[], context: BatchContext): Promise<BatchResult> {
  const begun = groups.filter(({ trials }) => trials.length > 0)
  if (begun.length === 0) return nothing
  const { exitCode, stderr } = await runPromtool(begun, context)
  const { failed, broken, faults } = readTrials(stderr)
  const isBlind = faults.length > 0 || exitCode > 1 || (exitCode === 1 && failed.size + broken.size === 0)
  if (isBlind) return runApart(begun, context)

  const verdicts = new Map<string, Verdict>()
  const unsound: string[] = []
  const again: TrialGroup[] = []
  for (const { one, trials } of begun) {
    const own = [one.alert, ...one.recordings].map(({ name }) => name)
    if (own.some((name) => failed.has(name) || broken.has(name))) {
      unsound.push(one.id)
      continue
    }
    const isKilled = ({ tag }: Trial) =>
      failed.has(`${one.alert.name}${tag}`) || own.some((name) => broken.has(`${name}${tag}`))
    const cutShort = trials.some(({ tag }) => own.some((name) => broken.has(`${name}${tag}`)))
    for (const trial of trials.filter(isKilled)) verdicts.set(trial.tag, 'killed')
    const rest = trials.filter((trial) => !isKilled(trial))
    if (cutShort) again.push({ one, trials: rest })
    else for (const { tag } of rest) verdicts.set(tag, 'survived')
  }
  return joined({ verdicts, unsound }, await runBatch(again, context))
}

const nothing: BatchResult = { verdicts: new Map(), unsound: [] }

async function runPromtool(groups: readonly TrialGroup[], { promtool, folder, signal }: BatchContext) {
  const own = await mkdtemp(join(folder, 'batch-'))
  try {
    const stems = groups.map((_, index) => `case-${index + 1}`)
    for (const [index, group] of groups.entries())
      for (const { path, content } of renderTrials(group, stems[index] ?? '')) await writeFile(join(own, path), content)
    // Beside its neighbours one processor is enough for it, and with more garbage it is done earlier.
    const env = { TMPDIR: own, GOMAXPROCS: '1', GOGC: '400' }
    return await testPrometheusRules({ promtool, folder: own, env }, stems.map(testPath), signal)
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

/** What cannot be told apart is tried in two halves. */
async function runApart(groups: readonly TrialGroup[], context: BatchContext): Promise<BatchResult> {
  const [only] = groups
  if (only === undefined) return nothing
  const { one, trials } = only
  const [last] = trials
  if (groups.length === 1 && trials.length <= 1)
    return { verdicts: new Map(last === undefined ? [] : [[last.tag, 'refused']]), unsound: [] }
  const [left, right] =
    groups.length > 1 ? halves(groups) : halves(trials).map((half): readonly TrialGroup[] => [{ one, trials: half }])
  return joined(await runBatch(left ?? [], context), await runBatch(right ?? [], context))
}

function halves<T>(list: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(list.length / 2)
  return [list.slice(0, middle), list.slice(middle)]
}

function joined(a: BatchResult, b: BatchResult): BatchResult {
  return { verdicts: new Map([...a.verdicts, ...b.verdicts]), unsound: [...a.unsound, ...b.unsound] }
}
