import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { findProcess, isAlive } from './native/process-table.ts'

const holderSchema = z.object({ pid: z.int(), identity: z.string(), task: z.string() })
type Holder = z.infer<typeof holderSchema>

/**
 * Runs a task that nobody else may run on this stack at the same time.
 *
 * @throws BelfryError STATE_LOCKED when another process is at it; a lock whose process has died is taken over.
 */
export async function withLock<T>(stateDir: string, task: string, run: () => Promise<T>): Promise<T> {
  const path = join(stateDir, 'lock')
  const holder: Holder = { pid: process.pid, identity: (await findProcess(process.pid))?.identity ?? '', task }
  mkdirSync(stateDir, { recursive: true })
  while (!tryCreate(path, JSON.stringify(holder))) {
    const seen = readText(path)
    const other = parseHolder(seen)
    if (other !== null && (await isAlive(other))) {
      throw new BelfryError('STATE_LOCKED', `process ${other.pid} is busy with \`${other.task}\` on this stack`, {
        hint: 'Wait until it is done, then try again.',
      })
    }
    removeDead(path, seen)
  }
  try {
    return await run()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Linked into place, so that nobody ever reads a lock that is half written. */
function tryCreate(path: string, content: string): boolean {
  const draft = `${path}.${randomUUID()}`
  writeFileSync(draft, content, { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Takes a dead lock away; a lock that somebody else put there meanwhile is put back. */
function removeDead(path: string, seen: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    if (readText(aside) !== seen) linkSync(aside, path)
  } catch {
    // Somebody else was faster; the next attempt shows who.
  }
  rmSync(aside, { force: true })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
