import { expect, it } from 'vitest'
import { limitConcurrency } from './limit-concurrency.ts'

it('runs as many tasks at a time as allowed, all of them, in order', async () => {
  const limit = limitConcurrency(3)
  const started: number[] = []
  let running = 0
  let most = 0
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      limit(async () => {
        started.push(index)
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        return index
      }),
    ),
  )
  expect(most).toBe(3)
  expect(started).toEqual(results)
  expect(results).toHaveLength(20)
})

it('goes on after a task that fails', async () => {
  const limit = limitConcurrency(1)
  const failed = limit(async () => {
    throw new Error('no')
  })
  const next = limit(async () => 'yes')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('yes')
})
