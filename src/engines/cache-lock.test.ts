import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withCacheLock } from './cache-lock.ts'

let folder = ''
const quiet = { report: () => undefined, signal: undefined }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('withCacheLock', () => {
  it('lets one run work at a time, and leaves nothing', async () => {
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      inside++
      most = Math.max(most, inside)
      await sleep(20)
      inside--
    }
    await Promise.all([1, 2, 3].map(() => withCacheLock(folder, quiet, work)))
    expect(most).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })

  it('takes over a lock that a killed run left', async () => {
    const lock = join(folder, 'lock')
    await writeFile(lock, '1 left over')
    const past = new Date(Date.now() - 60_000)
    await utimes(lock, past, past)
    expect(await withCacheLock(folder, quiet, async () => 'done')).toBe('done')
  })

  it('of many that find a lock left over, lets one work at a time', async () => {
    const lock = join(folder, 'lock')
    await writeFile(lock, '1 left over')
    await utimes(lock, 0, 0)
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      inside++
      most = Math.max(most, inside)
      await sleep(5)
      inside--
    }
    await Promise.all(Array.from({ length: 20 }, () => withCacheLock(folder, quiet, work)))
    expect(most).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })

  it('says that it waits, and can be given up', async () => {
    await writeFile(join(folder, 'lock'), 'of another run')
    const controller = new AbortController()
    const told: string[] = []
    const report = (text: string): void => {
      told.push(text)
      controller.abort()
    }
    const waiting = withCacheLock(folder, { report, signal: controller.signal }, async () => 'done')
    await expect(waiting).rejects.toMatchObject({ code: 'ENGINE_FETCH_FAILED' })
    expect(told).toEqual(['waiting for another run that fills the cache'])
  })

  it('releases when the work fails', async () => {
    const failing = withCacheLock(folder, quiet, async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await readdir(folder)).toEqual([])
  })

  it('says when the cache cannot be made', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(withCacheLock(join(folder, 'file/cache'), quiet, async () => 1)).rejects.toMatchObject({
      code: 'ENGINE_FETCH_FAILED',
    })
  })
})
