import { mkdirSync, rmdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { compareTree, type TreeComparison } from './compare-tree.ts'
import { applyJournal } from './journal.ts'
import { outputFailure } from './output-failure.ts'
import { planOf, type WritePlan } from './plan-write.ts'
import { nodeModules, runJournal } from './run-journal.ts'
import { clearStaging, isCommitted, stageWrite } from './stage-write.ts'
import { stagingDir, withWriteLock } from './write-lock.ts'

/**
 * Writes a plan's artifacts: all of them, or, whatever happens on the way, none. A folder that is up to date is not
 * touched.
 *
 * @param options.force - whether what a person edited or added is overwritten or removed. @default false
 * @throws BelfryError `OUTPUT_EDITED`, `OUTPUT_BUSY` or `OUTPUT_UNWRITABLE`.
 */
export async function applyWrite(plan: WritePlan, options: { readonly force?: boolean } = {}): Promise<void> {
  const force = options.force ?? false
  refuseLoss(plan, force)
  if (plan.upToDate) return
  // The topmost folder that was made here, to be taken away again.
  let made: string | undefined
  try {
    made = mkdirSync(plan.outDir, { recursive: true })
    await withWriteLock(plan.outDir, (lock) => writeLocked(plan, force, lock))
  } catch (error) {
    if (made !== undefined) removeEmptyFolders(plan.outDir, made)
    throw outputFailure(plan.outDir, error)
  }
}

async function writeLocked({ outDir, artifacts }: WritePlan, force: boolean, lock: string): Promise<void> {
  const dir = stagingDir(outDir)
  applyJournal(nodeModules, dir, false)
  // The folder may have changed since the plan was made.
  const tree: TreeComparison = compareTree(outDir, artifacts)
  const plan = planOf(outDir, artifacts, tree)
  refuseLoss(plan, force)
  if (plan.upToDate) return
  try {
    await stageWrite(outDir, dir, artifacts, tree)
    await runJournal(dir, lock)
  } finally {
    // A write that was committed and could not be done needs what was staged, to be done later.
    if (!isCommitted(dir)) await clearStaging(dir)
  }
}

/** Somebody else may have begun to use the folders meanwhile. */
function removeEmptyFolders(from: string, topmost: string): void {
  try {
    for (let folder = from; folder.startsWith(topmost); folder = dirname(folder)) rmdirSync(folder)
  } catch {
    // Not empty: not ours alone any more.
  }
}

/** What a person did is not undone without being told to. */
function refuseLoss({ outDir, edited, added }: WritePlan, force: boolean): void {
  if (force || edited.length + added.length === 0) return
  const lines = [
    ...edited.map((path) => `  ${path} was edited after Belfry wrote it`),
    ...added.map((path) => `  ${path} was not written by Belfry`),
  ]
  throw new BelfryError('OUTPUT_EDITED', `Nothing was written to ${outDir}:\n${lines.join('\n')}`, {
    hint: 'Move the change into the spec, or give --force to overwrite or remove these files.',
  })
}
