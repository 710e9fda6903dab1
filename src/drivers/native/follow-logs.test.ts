import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { followLogs } from './follow-logs.ts'
import { logPath } from './state-paths.ts'

let stateDir: string
let path: string
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'belfry-follow-'))
  path = logPath(stateDir, 'redis')
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, 'one\ntwo\nthr')
})
afterEach(() => rm(stateDir, { recursive: true }))

test('the last lines of a log are printed, one without its end included', async () => {
  const print = async (tail: number): Promise<readonly string[]> => {
    const lines: string[] = []
    const request = { engines: ['redis'] as const, follow: false, tail }
    await followLogs(stateDir, request, (_, line) => lines.push(line), new AbortController().signal)
    return lines
  }
  expect(await print(50)).toEqual(['one', 'two', 'thr'])
  expect(await print(2)).toEqual(['two', 'thr'])
  expect(await print(0)).toEqual([])
})

test('a log that is followed has each line once and whole, also when its file is a new one', async () => {
  const lines: string[] = []
  const controller = new AbortController()
  const request = { engines: ['redis'] as const, follow: true, tail: 1 }
  const following = followLogs(stateDir, request, (_, line) => lines.push(line), controller.signal)
  await expect.poll(() => lines).toEqual(['two'])
  const [begin, end] = [Buffer.from('ee ä\n').subarray(0, 4), Buffer.from('ee ä\n').subarray(4)]
  await appendFile(path, begin)
  await new Promise((resolve) => setTimeout(resolve, 250))
  expect(lines).toEqual(['two'])
  await appendFile(path, end)
  await expect.poll(() => lines).toEqual(['two', 'three ä'])
  await writeFile(path, 'anew\n')
  await expect.poll(() => lines).toEqual(['two', 'three ä', 'anew'])
  controller.abort()
  await following
})
