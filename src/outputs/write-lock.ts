import { rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BelfryError } from '../errors/belfry-error.ts'
import { claimLock } from './journal.ts'
import { nodeModules } from './run-journal.ts'

const attempts = 20
const pauseMs = 50

/** Where changes to an output folder are prepared: on its filesystem, and beside what belongs to it. */
export function stagingDir(outDir: string): string {
  return join(outDir, '.belfry-write')
}

/**
 * Runs work that changes an output folder while nobody else does.
 *
 * @param work - gets the name of the lock.
 * @throws BelfryError `OUTPUT_BUSY` when another process holds the lock for a second.
 */
export async function withWriteLock<T>(outDir: string, work: (lock: string) => Promise<T>): Promise<T> {
  const dir = stagingDir(outDir)
  const lock = await waitForLock(outDir, dir)
  try {
    return await work(lock)
  } finally {
    rmSync(join(dir, lock), { force: true })
    removeIfEmpty(dir)
  }
}

async function waitForLock(outDir: string, dir: string): Promise<string> {
  let holder = 0
  for (let attempt = 0; attempt < attempts; attempt++) {
    // Two that meet step back both; chance lets one of them come first the next time.
    if (attempt > 0) await sleep(pauseMs * (0.5 + Math.random()))
    const claim = tryClaim(dir)
    if (claim.lock !== '') return claim.lock
    holder = claim.holder
  }
  throw new BelfryError('OUTPUT_BUSY', `${outDir} is being written by process ${holder}.`, {
    hint: 'Wait for it to finish and try again.',
  })
}

/** The folder may vanish under the claim, when the process before this one tidies up. */
function tryClaim(dir: string): ReturnType<typeof claimLock> {
  try {
    return claimLock(nodeModules, dir, '')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { lock: '', holder: 0 }
    throw error
  }
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir)
  } catch {
    // Somebody else's lock stands in it, or it is gone already.
  }
}
