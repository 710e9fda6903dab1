import { createHash } from 'node:crypto'
import { chownSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { BelfryError } from '../../errors/belfry-error.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import { dataDir } from './state-paths.ts'
import { findBarrier, type User } from './unprivileged-user.ts'

/**
 * The data folder of an engine, made when it is missing. Where another user must reach it and cannot pass the folders
 * above (root's home, say), the data lives in `/var/tmp` and a link stands in its place.
 */
export async function makeDataFolder(stateDir: string, engine: EngineName, user: User | null): Promise<string> {
  const inside = join(dataDir(stateDir), engine)
  const moved = readLink(inside)
  if (moved !== null) return makeOwned(moved, user)
  mkdirSync(dataDir(stateDir), { recursive: true })
  if (user === null || (await findBarrier(inside, user)) === null) return makeOwned(inside, user)

  const outside = outsideFolder(stateDir)
  mkdirSync(outside, { recursive: true, mode: 0o711 })
  const { uid } = lstatSync(outside)
  if (uid !== process.getuid?.() || !lstatSync(outside).isDirectory()) {
    throw new BelfryError('START_FAILED', `${outside} belongs to somebody else`, {
      hint: 'Remove it, or keep the checkout where every user can pass.',
    })
  }
  const folder = makeOwned(join(outside, engine), user)
  symlinkSync(folder, inside)
  return folder
}

/** Removes the data of all engines, wherever it lives. */
export function removeData(stateDir: string): void {
  rmSync(dataDir(stateDir), { recursive: true, force: true })
  const outside = outsideFolder(stateDir)
  if (lstatSync(outside, { throwIfNoEntry: false })?.uid === process.getuid?.()) {
    rmSync(outside, { recursive: true, force: true })
  }
}

/** Named for the state folder, so that it is found again from there. */
function outsideFolder(stateDir: string): string {
  return join('/var/tmp', `belfry-${createHash('sha256').update(stateDir).digest('hex').slice(0, 16)}`)
}

function makeOwned(folder: string, user: User | null): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user !== null) chownSync(folder, user.uid, user.gid)
  return folder
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}
