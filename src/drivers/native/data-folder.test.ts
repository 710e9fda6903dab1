import { chmodSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineName } from '../../spec/engine-name.ts'
import { locateDataFolder, makeDataFolder, removeData } from './data-folder.ts'
import { findBarrier, type User } from './unprivileged-user.ts'

let root: string
let stateDir: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'belfry-data-'))
  stateDir = join(root, 'state')
  mkdirSync(stateDir)
})
afterEach(() => rm(root, { recursive: true }))

async function make(stateDir: string, engine: EngineName, user: User | null): Promise<string> {
  const folder = await locateDataFolder(stateDir, engine, user)
  makeDataFolder(stateDir, engine, folder, user)
  return folder
}

test('data lies in the state folder, closed to others', async () => {
  const folder = await make(stateDir, 'prometheus', null)
  expect(folder).toBe(join(stateDir, 'data', 'prometheus'))
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  removeData(stateDir)
  expect(lstatSync(join(stateDir, 'data'), { throwIfNoEntry: false })).toBeUndefined()
})

// Only root can give folders away.
describe.runIf(process.getuid?.() === 0)('for another user', () => {
  const nobody = { name: 'nobody', uid: 65534, gid: 65534 }

  test('data lies in the state folder where the user can pass', async () => {
    // mkdtemp makes folders that only their owner can pass.
    expect(await findBarrier(join(stateDir, 'data'), nobody)).toBe(root)
    chmodSync(root, 0o711)
    const folder = await make(stateDir, 'postgres', nobody)
    expect(folder).toBe(join(stateDir, 'data', 'postgres'))
    expect(statSync(folder).uid).toBe(nobody.uid)
  })

  test('data moves to where the user can pass, is found there again, and is removed with the rest', async () => {
    const folder = await make(stateDir, 'postgres', nobody)
    expect(await findBarrier(join(folder, 'file'), nobody)).toBeNull()
    expect(statSync(folder).uid).toBe(nobody.uid)
    expect(realpathSync(join(stateDir, 'data', 'postgres'))).toBe(folder)
    expect(await make(stateDir, 'postgres', nobody)).toBe(folder)

    removeData(stateDir)
    expect(lstatSync(folder, { throwIfNoEntry: false })).toBeUndefined()
  })

  test('data of a state folder that somebody removed is not taken for that of a new one', async () => {
    const folder = await make(stateDir, 'postgres', nobody)
    mkdirSync(join(folder, 'cluster'))
    expect(await make(stateDir, 'postgres', nobody)).toBe(folder)
    expect(readdirSync(folder)).toEqual(['cluster'])

    await rm(stateDir, { recursive: true })
    mkdirSync(stateDir)
    expect(await make(stateDir, 'postgres', nobody)).toBe(folder)
    expect(readdirSync(folder)).toEqual([])
    removeData(stateDir)
  })
})
