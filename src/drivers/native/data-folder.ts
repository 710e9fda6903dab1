import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BelfryError } from '../../errors/belfry-error.ts'
import type { EngineName } from '../../spec/engine-name.ts'
import { dataDir } from './state-paths.ts'
import { findBarrier, type User } from './unprivileged-user.ts'

type Owner = Pick<User, 'uid' | 'gid'>

/**
 * Where the data folder of an engine is or will be. Where another user must reach it and cannot pass the folders above
 * (root's home, say), it is in `/var/tmp`.
 */
export async function locateDataFolder(stateDir: string, engine: EngineName, user: User | null): Promise<string> {
  const inside = join(dataDir(stateDir), engine)
  const moved = readLink(inside)
  if (moved !== null) return moved
  const open = user === null || (await findBarrier(inside, user)) === null
  return open ? inside : join(outsideFolder(stateDir), engine)
}

/** Makes the data folder that was located; a link to it stands in the state folder when it is elsewhere. */
export function makeDataFolder(stateDir: string, engine: EngineName, folder: string, user: Owner | null): void {
  const inside = join(dataDir(stateDir), engine)
  makePassable(dataDir(stateDir))
  const isNew = folder !== inside && readLink(inside) === null
  if (folder !== inside) makePassable(dirname(folder))
  // What lies there is of a state folder that was removed, and its passwords with it.
  if (isNew) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user !== null) chownSync(folder, user.uid, user.gid)
  if (isNew) symlinkSync(folder, inside)
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

/** Makes a folder that everybody can pass and nobody else can list, whatever the umask says. */
function makePassable(folder: string): void {
  mkdirSync(folder, { recursive: true })
  if (lstatSync(folder).uid !== process.getuid?.() || !lstatSync(folder).isDirectory()) {
    throw new BelfryError('START_FAILED', `${folder} belongs to somebody else`, {
      hint: 'Remove it, or choose another folder with --state.',
    })
  }
  chmodSync(folder, 0o711)
}

function readLink(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}
