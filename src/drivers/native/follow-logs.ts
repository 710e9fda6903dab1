import { statSync } from 'node:fs'
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
  request: LogRequest & { readonly engines: readonly EngineName[] },
  write: (engine: EngineName, line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const positions = new Map<EngineName, { offset: number; rest: string }>()
  for (const engine of request.engines) {
    const path = logPath(stateDir, engine)
    const offset = sizeOf(path)
    const lines = (await readFrom(path, 0)).split('\n')
    if (lines.at(-1) === '') lines.pop()
    for (const line of request.tail > 0 ? lines.slice(-request.tail) : []) write(engine, line)
    positions.set(engine, { offset, rest: '' })
  }
  while (request.follow && !signal.aborted) {
    await sleep(pollInterval, undefined, { signal }).catch(() => {})
    for (const [engine, position] of positions) {
      const path = logPath(stateDir, engine)
      const size = sizeOf(path)
      // A new, shorter file: the old one was put aside.
      const start = size < position.offset ? 0 : position.offset
      if (size === start) continue
      const lines = (position.rest + (await readFrom(path, start))).split('\n')
      positions.set(engine, { offset: size, rest: lines.pop() ?? '' })
      for (const line of lines) write(engine, line)
    }
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
