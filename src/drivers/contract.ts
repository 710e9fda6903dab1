import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineName } from '../spec/engine-name.ts'
import type { Driver, EngineStatus, Step, UpRequest } from './driver.ts'

/** What a driver's test brings to the contract. */
export interface DriverHarness {
  readonly driver: Driver
  /** An engine of the stack, for the tests that break one. */
  readonly engine: EngineName
  /** Another engine of it, which nothing is done to. */
  readonly other: EngineName
  /** A request for the stack, with its artifacts on disk; nothing has changed since the last one. */
  request(): Promise<UpRequest>
  /** The same after an edit of what `engine` alone has loaded. */
  requestAfterEdit(): Promise<UpRequest>
  cleanUp(): Promise<void>
}

/** Runs steps as the command line does: one after the other. @returns the outcome of each. */
export async function runSteps(
  steps: readonly Step[],
  signal = new AbortController().signal,
): Promise<readonly string[]> {
  const outcomes: string[] = []
  for (const step of steps) outcomes.push((await step.run(() => {}, signal)) ?? '')
  return outcomes
}

/**
 * The suite that every driver passes.
 *
 * @param open - makes a driver whose stack is down.
 * @param timeout - milliseconds that one test may take.
 */
export function driverContract(name: string, open: () => Promise<DriverHarness>, timeout = 60_000): void {
  describe(`the ${name} driver`, { timeout }, () => {
    let harness: DriverHarness
    beforeEach(async () => {
      harness = await open()
    }, timeout)
    afterEach(async () => harness.cleanUp(), timeout)

    const up = async (): Promise<void> => {
      await runSteps(harness.driver.up(await harness.request()))
    }
    const states = async (): Promise<Record<string, string>> =>
      Object.fromEntries((await harness.driver.status()).map(({ engine, state }) => [engine, state]))
    const one = async (engine: EngineName): Promise<EngineStatus> => {
      const found = (await harness.driver.status()).find((status) => status.engine === engine)
      if (found === undefined) throw new Error(`${engine} has no status`)
      return found
    }
    const running = (status: readonly EngineStatus[]): readonly string[] =>
      status.filter(({ state }) => state !== 'absent' && state !== 'stopped').map(({ engine }) => engine)

    test('nothing runs before up', async () => {
      expect(running(await harness.driver.status())).toEqual([])
    })

    test('up brings every engine to running, with an id and the time of its start', async () => {
      const before = Date.now()
      const steps = harness.driver.up(await harness.request())
      await runSteps(steps)

      const status = await one(harness.engine)
      expect(status).toMatchObject({ state: 'running', detail: '' })
      expect(status.id).not.toBe('')
      // Containers count in the engine's clock, which may be a little behind.
      expect(status.startedAt).toBeGreaterThan(before - 5000)
      expect((await one(harness.other)).state).toBe('running')
      expect(steps.every(({ title }) => title !== '')).toBe(true)
    })

    test('up again changes nothing', async () => {
      await up()
      const before = await harness.driver.status()
      await up()
      expect(await harness.driver.status()).toEqual(before)
    })

    test('up after an edit leaves the engines alone that it does not concern', async () => {
      await up()
      const before = await one(harness.other)
      await runSteps(harness.driver.up(await harness.requestAfterEdit()))
      expect(await one(harness.other)).toEqual(before)
      expect((await one(harness.engine)).state).toBe('running')
    })

    test('a stopped engine stays stopped until it is started, and twice is once', async () => {
      await up()
      await harness.driver.stop(harness.engine)
      await harness.driver.stop(harness.engine)
      expect((await one(harness.engine)).state).toBe('stopped')
      expect((await one(harness.other)).state).toBe('running')

      await harness.driver.start(harness.engine)
      await harness.driver.start(harness.engine)
      expect((await one(harness.engine)).state).toBe('running')
    })

    test('up starts an engine that was stopped and wakes one that was paused', async () => {
      await up()
      await harness.driver.stop(harness.engine)
      await harness.driver.pause(harness.other)
      await up()
      expect(await states()).toMatchObject({ [harness.engine]: 'running', [harness.other]: 'running' })
    })

    test('a paused engine goes on where it was when it is resumed', async () => {
      await up()
      const before = await one(harness.engine)
      await harness.driver.pause(harness.engine)
      expect((await one(harness.engine)).state).toBe('paused')

      await harness.driver.resume(harness.engine)
      expect(await one(harness.engine)).toEqual(before)
    })

    test('restart starts the engine anew and leaves the others alone', async () => {
      await up()
      const [before, other] = [await one(harness.engine), await one(harness.other)]
      await runSteps(harness.driver.restart([harness.engine]))
      const after = await one(harness.engine)
      expect(after.state).toBe('running')
      expect(after.startedAt).toBeGreaterThan(before.startedAt)
      expect(await one(harness.other)).toEqual(other)
    })

    test('an engine that the stack does not have is refused', async () => {
      await expect(harness.driver.stop(harness.engine)).rejects.toMatchObject({ code: 'NOT_RUNNING' })
      await expect(harness.driver.start(harness.engine)).rejects.toMatchObject({ code: 'NOT_RUNNING' })
      const restart = async () => runSteps(harness.driver.restart([harness.engine]))
      await expect(restart()).rejects.toMatchObject({ code: 'NOT_RUNNING' })
    })

    test('logs are written line by line with the name of their engine', async () => {
      await up()
      const lines: string[] = []
      const request = { engines: [harness.engine], follow: false, tail: 100 }
      await harness.driver.logs(
        request,
        (engine, line) => lines.push(`${engine}: ${line}`),
        new AbortController().signal,
      )
      expect(lines.length).toBeGreaterThan(0)
      expect(lines.every((line) => line.startsWith(`${harness.engine}: `) && !line.includes('\n'))).toBe(true)
    })

    test('down stops everything, and down again is fine', async () => {
      await up()
      await runSteps(harness.driver.down({ volumes: false }))
      expect(running(await harness.driver.status())).toEqual([])
      expect((await runSteps(harness.driver.down({ volumes: false }))).join()).toContain('nothing was running')
    })

    test('the stack comes up again after everything was removed', async () => {
      await up()
      await runSteps(harness.driver.down({ volumes: true }))
      await up()
      expect((await one(harness.engine)).state).toBe('running')
    })
  })
}
