import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fakeDriver } from '../drivers/fake.ts'
import { forgetLeftovers, openJournal, readLeftovers } from './journal.ts'
import { rememberFile, runUndos, type Undo } from './undo.ts'

let stateDir: string

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-journal-'))
})

afterEach(() => rm(stateDir, { recursive: true, force: true }))

describe('the journal', () => {
  const start: Undo = { kind: 'start', engine: 'redis' }
  const reload: Undo = { kind: 'post', url: 'http://127.0.0.1:1', path: '/-/reload' }

  test('has on disk what is broken, for its owner alone, until it is mended', async () => {
    const journal = await openJournal(stateDir)
    await journal.note('one', [start, reload])
    await journal.note('two', [{ kind: 'resume', engine: 'postgres' }])
    await journal.forget('two')
    expect(await readLeftovers(stateDir)).toEqual([start, reload])
    expect((await stat(join(stateDir, 'drill.json'))).mode & 0o777).toBe(0o600)
    await journal.close()
    expect(await readLeftovers(stateDir)).toEqual([])
  })

  test('is refused to a second drill while the first one lives, and given when it has died', async () => {
    const journal = await openJournal(stateDir)
    await journal.note('one', [start])
    const path = join(stateDir, 'drill.json')
    const content = JSON.parse(await readFile(path, 'utf8')) as { pid: number; identity: string }

    const parent = await import('../drivers/native/process-table.ts').then(({ findProcess }) =>
      findProcess(process.ppid),
    )
    await writeFile(path, JSON.stringify({ ...content, pid: process.ppid, identity: parent?.identity }))
    await expect(openJournal(stateDir)).rejects.toMatchObject({ code: 'STATE_LOCKED' })
    await expect(readLeftovers(stateDir)).rejects.toMatchObject({ code: 'STATE_LOCKED' })

    await writeFile(path, JSON.stringify({ ...content, pid: process.ppid, identity: 'somebody before' }))
    expect(await readLeftovers(stateDir)).toEqual([start])
    await forgetLeftovers(stateDir)
    expect(await readLeftovers(stateDir)).toEqual([])
  })
})

describe('undoing', () => {
  test('goes from the last to the first, and on after a failure', async () => {
    const path = join(stateDir, 'file')
    await writeFile(path, 'before')
    const first = await rememberFile(path)
    await writeFile(path, 'between')
    const undos: Undo[] = [first, { kind: 'start', engine: 'redis' }, await rememberFile(path)]
    await writeFile(path, 'broken')

    const failures = await runUndos(undos, fakeDriver())

    expect(failures).toEqual(['start redis: redis is not part of the running stack'])
    expect(await readFile(path, 'utf8')).toBe('before')
  })
})
