import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineName } from '../../spec/engine-name.ts'
import type { LogRequest } from '../driver.ts'
import { readFrom } from './log-files.ts'
import { logPath } from './state-paths.ts'

/** Milliseconds between two looks at a log that is followed. */
const pollInterval = 200

/** Writes the last lines of each log, and with `follow` what is added, until the signal. */
export async function followLogs(
  stateDir: string,
  { engines, follow, tail }: LogRequest & { readonly engines: readonly EngineName[] },
  write: (engine: EngineName, line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const ends = new Map<EngineName, number>()
  const read = async (engine: EngineName): Promise<readonly string[]> => {
    const { bytes, start } = await readFrom(logPath(stateDir, engine), ends.get(engine) ?? 0)
    // A line whose end is still to come is read anew, unless nobody waits for it.
    const whole = follow ? bytes.lastIndexOf('\n') + 1 : bytes.length
    ends.set(engine, start + whole)
    const lines = bytes.toString('utf8', 0, whole).split('\n')
    return lines.at(-1) === '' ? lines.slice(0, -1) : lines
  }
  for (const engine of engines)
    for (const line of (await read(engine)).slice(tail > 0 ? -tail : Number.POSITIVE_INFINITY)) write(engine, line)
  while (follow && !signal.aborted) {
    await sleep(pollInterval, undefined, { signal }).catch(() => {})
    for (const engine of engines) for (const line of await read(engine)) write(engine, line)
  }
}
