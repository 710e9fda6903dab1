import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BelfryError } from '../errors/belfry-error.ts'
import { makeOpenFolder } from './make-open-folder.ts'

/** A holder shows that it lives by touching the lock; a lock that is not touched for so long is left over. */
const staleMs = 10_000
const touchMs = 2_000

/**
 * Does work that only one run at a time may do in the cache.
 *
 * @throws BelfryError `ENGINE_FETCH_FAILED` when the cache cannot be written, or the wait is given up.
 */
export async function withCacheLock<T>(
  cacheDir: string,
  { report, signal }: { report: (text: string) => void; signal: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const path = join(cacheDir, 'lock')
  const token = `${process.pid} ${randomUUID()}`
  await makeOpenFolder(cacheDir).catch((cause) => {
    throw unwritable(cacheDir, cause)
  })
  await takeLock(path, token, report, signal)
  const touch = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  }, touchMs)
  try {
    return await work()
  } finally {
    clearInterval(touch)
    if ((await readFile(path, 'utf8').catch(() => '')) === token) await rm(path, { force: true })
  }
}

async function takeLock(
  path: string,
  token: string,
  report: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    if (signal?.aborted === true) throw new BelfryError('ENGINE_FETCH_FAILED', 'fetching was given up')
    if (await createLock(path, token)) return
    const stale = await staleToken(path)
    if (stale !== null) {
      await removeStale(path, stale)
      continue
    }
    if (tries === 0) report('waiting for another run that fills the cache')
    await sleep(300)
  }
}

async function createLock(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(token)
    await file.close()
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw unwritable(dirname(path), cause)
  }
}

function unwritable(cacheDir: string, cause: unknown): BelfryError {
  return new BelfryError('ENGINE_FETCH_FAILED', `the cache cannot be written: ${cacheDir}`, {
    hint: 'Set BELFRY_CACHE to a folder of your own.',
    cause,
  })
}

/** What a lock holds that is left over; `null` when it is not, or gone. */
async function staleToken(path: string): Promise<string | null> {
  const token = await readFile(path, 'utf8').catch(() => null)
  const touched = await stat(path).catch(() => null)
  return touched !== null && Date.now() - touched.mtimeMs > staleMs ? token : null
}

/** Of several waiters only one can move it away; the lock that a faster one has made meanwhile is put back. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    if ((await readFile(aside, 'utf8')) !== stale) await link(aside, path)
  } catch {
    // Somebody else was faster; the next attempt shows who.
  }
  await rm(aside, { force: true })
}
