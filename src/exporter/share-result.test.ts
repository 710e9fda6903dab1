import { describe, expect, it } from 'vitest'
import { shareResult } from './share-result.ts'

describe('shareResult', () => {
  it('lets 200 callers share one run', async () => {
    let runs = 0
    const shared = shareResult(async () => {
      runs += 1
      await new Promise((resolve) => setTimeout(resolve, 10))
      return runs
    }, 0)
    const results = await Promise.all(Array.from({ length: 200 }, () => shared()))
    expect(new Set(results)).toEqual(new Set([1]))
    expect(await shared()).toBe(2)
  })

  it('serves a result again until its time is over', async () => {
    let now = 0
    let runs = 0
    const shared = shareResult(
      async () => ++runs,
      5000,
      () => now,
    )
    expect(await shared()).toBe(1)
    now = 4999
    expect(await shared()).toBe(1)
    now = 5000
    expect(await shared()).toBe(2)
  })

  it('asks how long each result is to be kept', async () => {
    let runs = 0
    const shared = shareResult(
      async () => ++runs,
      (run) => (run === 1 ? 0 : 5000),
      () => 0,
    )
    expect([await shared(), await shared(), await shared()]).toEqual([1, 2, 2])
  })

  it('does not keep a failure', async () => {
    let runs = 0
    const shared = shareResult(async () => {
      runs += 1
      if (runs === 1) throw new Error('once')
      return runs
    }, 5000)
    await expect(shared()).rejects.toThrow('once')
    expect(await shared()).toBe(2)
  })
})
