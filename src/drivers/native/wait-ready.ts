import { setTimeout as sleep } from 'node:timers/promises'
import { BelfryError } from '../../errors/belfry-error.ts'
import { lastLines } from './log-files.ts'
import { runProbe } from './probe.ts'
import { isAlive } from './process-table.ts'
import type { ProcessRecord } from './record.ts'
import type { Spawned } from './spawn-process.ts'
import { logPath } from './state-paths.ts'

/**
 * Waits until an engine answers.
 *
 * @param spawned - where its log begins and how it ended; `null` for a process that ran before.
 * @throws BelfryError START_FAILED when it ends meanwhile, NOT_READY when its time is up, each with the end of its log.
 */
export async function waitReady(
  stateDir: string,
  record: ProcessRecord,
  spawned: Spawned | null,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { ready, readyTimeout } = record.planned
  const started = Date.now()
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 250)) {
    signal.throwIfAborted()
    const failure = await runProbe(ready, 2000)
    // Asked after the probe: what answers for a dead process is somebody else.
    if (!(await isAlive(record))) throw await explain('START_FAILED', `${record.engine} ended at once${ended(spawned)}`)
    if (failure === '') return
    const passed = Math.round((Date.now() - started) / 1000)
    if (passed >= readyTimeout) {
      throw await explain('NOT_READY', `${record.engine} is not ready after ${passed} s: ${failure}`)
    }
    report(passed === 0 ? 'waiting until it is ready' : `waiting until it is ready (${passed} s): ${failure}`)
    await sleep(pause, undefined, { signal })
  }

  async function explain(code: 'START_FAILED' | 'NOT_READY', what: string): Promise<BelfryError> {
    const lines = await lastLines(stateDir, record.engine, spawned?.logOffset ?? 0, 12)
    const hint = `Its log is ${logPath(stateDir, record.engine)}.`
    return new BelfryError(code, lines === '' ? what : `${what}\n${lines}`, { hint })
  }
}

function ended(spawned: Spawned | null): string {
  const ending = spawned?.ending() ?? ''
  return ending === '' ? '' : ` (${ending})`
}
