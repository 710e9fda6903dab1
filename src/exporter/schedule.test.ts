import { expect, it } from 'vitest'
import { schedule } from './schedule.ts'

it('runs a task at once, again after failures, never twice at a time, and not after it was stopped', async () => {
  let running = 0
  let most = 0
  let runs = 0
  const failures: unknown[] = []
  const stop = schedule(
    1,
    async () => {
      runs += 1
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 3))
      running -= 1
      if (runs === 1) throw new Error('once')
    },
    (error) => failures.push(error),
  )
  expect(runs).toBe(1)
  while (runs < 3) await new Promise((resolve) => setTimeout(resolve, 2))
  await stop()
  const after = runs
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(runs).toBe(after)
  expect(running).toBe(0)
  expect(most).toBe(1)
  expect(failures).toEqual([new Error('once')])
})

it('aborts the run that goes on when it is stopped', async () => {
  const stop = schedule(
    1,
    (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    () => expect.unreachable(),
  )
  await stop()
})
