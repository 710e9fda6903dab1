import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '../../engines/program.ts'
import type { AlertCase } from '../alert-case.ts'
import type { Mutant } from './mutant.ts'
import { type BatchContext, runBatch } from './run-batch.ts'
import { costOf, evaluationsOf, type Trial, type TrialGroup, trialKey } from './trial.ts'
import type { VerdictStore } from './verdict-store.ts'

/** A mutant with the cases that could notice it. */
export interface Suspect {
  readonly mutant: Mutant
  readonly cases: readonly AlertCase[]
}

/** `untested` when no case has to do with it. */
export type Fate = 'killed' | 'survived' | 'untested' | 'refused'

export interface MutationRun {
  readonly fates: ReadonlyMap<Mutant, Fate>
  /** Ids of cases that do not hold for the rules as they are; they judge no mutant. */
  readonly unsound: ReadonlySet<string>
  /** How many trials promtool was asked about; of the others the verdict was known. */
  readonly trials: number
}

export interface MutationOptions {
  readonly promtool: Program
  readonly store: VerdictStore
  /** @default one promtool for each processor */
  readonly workers?: number
  readonly report: (text: string) => void
  readonly signal: AbortSignal
}

/**
 * Finds the mutants that no case kills. They are tried in rounds, with the cheapest case in which the alert fires first, and
 * those that live go on to the next cases; verdicts of earlier runs are taken from the store.
 */
export async function runMutants(suspects: readonly Suspect[], options: MutationOptions): Promise<MutationRun> {
  const { promtool, store, workers = availableParallelism(), report, signal } = options
  const living = suspects.map(({ mutant, cases }) => ({ mutant, left: [...cases].sort(soonest) }))
  const fates = new Map<Mutant, Fate>(
    suspects.map(({ mutant, cases }) => [mutant, cases.length === 0 ? 'untested' : 'survived']),
  )
  const unsound = new Set<string>()
  let trials = 0
  const folder = await mkdtemp(join(tmpdir(), 'belfry-mutants-'))
  try {
    for (let width = 1; ; width *= 2) {
      const round = new Map<AlertCase, (Trial & { readonly key: string })[]>()
      for (const one of living) {
        if (fates.get(one.mutant) !== 'survived') continue
        for (let taken = 0; taken < width; ) {
          const tried = one.left.shift()
          if (tried === undefined) break
          const key = trialKey(promtool.version, tried, one.mutant)
          const killed = store.get(key)
          if (killed === null) {
            const same = round.get(tried) ?? []
            round.set(tried, same)
            trials += 1
            taken += 1
            same.push({ tag: `_m${trials}`, mutant: one.mutant, key })
          } else if (killed) {
            fates.set(one.mutant, 'killed')
            break
          }
        }
      }
      if (round.size === 0) break
      await runRound(
        [...round].map(([one, own]) => ({ one, trials: own })),
        { promtool, folder, signal },
        { workers, report, width },
        ({ verdicts, unsound: without }) => {
          for (const id of without) unsound.add(id)
          for (const { tag, mutant, key } of [...round.values()].flat()) {
            const verdict = verdicts.get(tag)
            if (verdict === undefined) continue
            if (verdict === 'refused') fates.set(mutant, 'refused')
            else store.set(key, verdict === 'killed')
            if (verdict === 'killed' && fates.get(mutant) === 'survived') fates.set(mutant, 'killed')
          }
        },
      )
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return { fates, unsound, trials }
}

/** Firing cases first: most mutants die of them; then the cheapest. */
function soonest(a: AlertCase, b: AlertCase): number {
  return Number(isQuiet(a)) - Number(isQuiet(b)) || evaluationsOf(a) - evaluationsOf(b)
}

function isQuiet({ expectations }: AlertCase): boolean {
  return expectations.every(({ alerts }) => alerts.length === 0)
}

/** Rules evaluated that one promtool process is given: some seconds' worth. */
const least = 20_000
const most = 150_000

async function runRound(
  groups: readonly TrialGroup[],
  context: BatchContext,
  { workers, report, width }: { readonly workers: number; readonly report: (text: string) => void; width: number },
  done: (result: Awaited<ReturnType<typeof runBatch>>) => void,
): Promise<void> {
  const batches = batchesOf(groups, workers)
  const all = countTrials(groups)
  let finished = 0
  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      try {
        done(await runBatch(batch, context))
      } catch (error) {
        batches.length = 0
        throw error
      }
      finished += countTrials(batch)
      report(`round ${Math.log2(width) + 1}: ${finished} of ${all} trials`)
    }
  }
  // Nothing is thrown before all have ended: their files are removed then.
  const ends = await Promise.allSettled(Array.from({ length: workers }, work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** The dearest first, so that no worker is left with much at the end. */
function batchesOf(groups: readonly TrialGroup[], workers: number): TrialGroup[][] {
  const dearest = groups.map((group) => ({ group, cost: costOf(group) })).sort((a, b) => b.cost - a.cost)
  const total = dearest.reduce((sum, { cost }) => sum + cost, 0)
  const size = Math.min(most, Math.max(least, total / (workers * 4)))
  const batches: TrialGroup[][] = []
  let room = 0
  for (const { group, cost } of dearest) {
    if (room < cost || batches.length === 0) {
      batches.push([])
      room = size
    }
    batches.at(-1)?.push(group)
    room -= cost
  }
  return batches
}

function countTrials(groups: readonly TrialGroup[]): number {
  return groups.reduce((sum, { trials }) => sum + trials.length, 0)
}
