import { expect, test } from 'vitest'
import { runSteps } from '../contract.ts'
import { sharedSteps } from './shared-steps.ts'

const parts = [
  { key: 'one', title: 'One' },
  { key: 'two', title: 'Two' },
] as const
const signal = new AbortController().signal

test('the work runs once, and each step ends with its part', async () => {
  let runs = 0
  const steps = sharedSteps(parts, async (progress) => {
    runs += 1
    // Ends before its step is shown.
    progress.done('two', 'second')
    progress.done('one', 'first')
  })
  expect(await runSteps(steps)).toEqual(['first', 'second'])
  expect(runs).toBe(1)
})

test('what was reported before a step is shown is not lost', async () => {
  const [one, two] = sharedSteps(parts, async (progress) => {
    progress.report('two', 'under way')
    progress.done('one')
  })
  await one?.run(() => {}, signal)
  const seen: string[] = []
  await two?.run((text) => seen.push(text), signal)
  expect(seen).toEqual(['under way'])
})

test('the last step waits for what comes after all parts', async () => {
  let tidied = false
  const steps = sharedSteps(parts, async (progress) => {
    for (const { key } of parts) progress.done(key)
    await new Promise((resolve) => setTimeout(resolve, 5))
    tidied = true
  })
  await runSteps(steps)
  expect(tidied).toBe(true)
})

test('work that fails fails the step that waits', async () => {
  const steps = sharedSteps(parts, async (progress) => {
    progress.done('one')
    throw new Error('no')
  })
  await expect(runSteps(steps)).rejects.toThrow('no')
})
