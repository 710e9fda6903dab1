import { existsSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Artifact } from '../model/artifact.ts'
import { compareTree, type TreeComparison } from './compare-tree.ts'
import { applyJournal } from './journal.ts'
import { outputFailure } from './output-failure.ts'
import { nodeModules } from './run-journal.ts'
import { clearStaging } from './stage-write.ts'
import { stagingDir, withWriteLock } from './write-lock.ts'

/** What writing artifacts into a folder would change. Paths are relative to the folder. */
export interface WritePlan
  extends Pick<TreeComparison, 'create' | 'update' | 'remove' | 'unchanged' | 'edited' | 'added'> {
  /** Absolute. */
  readonly outDir: string
  readonly artifacts: readonly Artifact[]
  /** Whether the folder is as it should be, so that nothing needs to be written. */
  readonly upToDate: boolean
}

/**
 * Compares a folder with artifacts and changes nothing, but for finishing a write that was cut short.
 *
 * @throws BelfryError `OUTPUT_BUSY`, or `OUTPUT_UNWRITABLE` when something that cannot be replaced is in the way.
 */
export async function planWrite(outDir: string, artifacts: readonly Artifact[]): Promise<WritePlan> {
  const folder = resolveFolder(outDir)
  try {
    await finishPending(folder)
    return planOf(folder, artifacts, compareTree(folder, artifacts))
  } catch (error) {
    throw outputFailure(folder, error)
  }
}

/** @throws BelfryError `OUTPUT_UNWRITABLE` when something that cannot be replaced is in the way. */
export function planOf(outDir: string, artifacts: readonly Artifact[], tree: TreeComparison): WritePlan {
  const [obstacle] = tree.blocked
  if (obstacle !== undefined) {
    throw new BelfryError('OUTPUT_UNWRITABLE', `${join(outDir, obstacle.path)} is ${obstacle.what}, and in the way.`, {
      hint: 'Remove it and try again.',
    })
  }
  const { create, update, remove, unchanged, edited, added } = tree
  const pending = [create, update, remove, edited, added].some((list) => list.length > 0)
  return {
    ...{ outDir, artifacts, create, update, remove, unchanged, edited, added },
    upToDate: !pending && tree.manifest.upToDate,
  }
}

/** The real path of a folder that may not exist yet. */
export function resolveFolder(outDir: string): string {
  return existsSync(outDir) ? realpathSync(outDir) : resolve(outDir)
}

/** A write that was cut short is completed, or cleared away where it was not committed, before anything looks. */
export async function finishPending(outDir: string): Promise<void> {
  const dir = stagingDir(outDir)
  if (!existsSync(dir)) return
  await withWriteLock(outDir, async () => {
    applyJournal(nodeModules, dir, false)
    await clearStaging(dir)
  })
}
