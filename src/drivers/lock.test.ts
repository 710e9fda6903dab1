import { existsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.ts'

let stateDir: string
let path: string
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-lock-'))
  path = join(stateDir, 'lock')
})
afterEach(() => rm(stateDir, { recursive: true }))

test('a second task is told who is busy with what', async () => {
  await withLock(stateDir, 'belfry up', async () => {
    await expect(withLock(stateDir, 'belfry down', async () => {})).rejects.toMatchObject({
      code: 'STATE_LOCKED',
      message: `process ${process.pid} is busy with \`belfry up\` on this stack`,
    })
  })
  expect(existsSync(path)).toBe(false)
})

test('the lock of a dead process is taken over, and so is a damaged one', async () => {
  for (const content of [
    JSON.stringify({ pid: process.pid, identity: 'of long ago', task: 'x' }),
    '{}',
    'damaged',
    '',
  ]) {
    writeFileSync(path, content)
    expect(await withLock(stateDir, 'belfry up', async () => 'done')).toBe('done')
  }
})

test('a task that fails leaves no lock', async () => {
  await expect(withLock(stateDir, 'belfry up', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(path)).toBe(false)
})

test('of many tasks that find a dead lock, one gets it at a time', async () => {
  writeFileSync(path, 'damaged')
  let inside = 0
  let most = 0
  const task = async (): Promise<void> => {
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setTimeout(resolve, 5))
    inside -= 1
  }
  await Promise.allSettled(Array.from({ length: 20 }, () => withLock(stateDir, 'belfry up', task)))
  expect(most).toBe(1)
})
