import { setTimeout as sleep } from 'node:timers/promises'
import type { PlannedProcess } from '../../model/process-plan.ts'
import { findFamily, findProcess, isAlive } from './process-table.ts'

interface Known {
  readonly pid: number
  readonly identity: string
}

/**
 * Stops a process and what it left behind, first politely. Every signal goes to processes that are provably the ones
 * that were started.
 *
 * @returns how it went.
 */
export async function stopProcess(
  known: Known,
  stop: PlannedProcess['stop'],
  report: (text: string) => void,
): Promise<'stopped' | 'killed' | 'was not running'> {
  if (!(await isAlive(known))) return 'was not running'
  const family = await findFamily(known.pid)
  send(known.pid, stop.signal)
  // A paused process would not see the signal.
  for (const { pid } of family) send(pid, 'SIGCONT')
  const polite = await waitUntilGone([known], stop.grace * 1000, report)
  const left = await filterAlive(family)
  for (const { pid } of left) send(pid, 'SIGKILL')
  await waitUntilGone(left, 5000, report)
  return polite ? 'stopped' : 'killed'
}

/** Freezes or thaws a process with all its children, and waits until it is so: a signal takes a moment to arrive. */
export async function signalFamily(known: Known, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  if (!(await isAlive(known))) return
  for (const { pid } of await findFamily(known.pid)) send(pid, signal)
  for (let left = 100; left > 0; left -= 1) {
    const found = await findProcess(known.pid)
    if (found === null || found.paused === (signal === 'SIGSTOP')) return
    await sleep(10)
  }
}

/** @returns whether all were gone within the time, in milliseconds. */
async function waitUntilGone(wanted: readonly Known[], time: number, report: (text: string) => void): Promise<boolean> {
  const started = Date.now()
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    if ((await filterAlive(wanted)).length === 0) return true
    const passed = Date.now() - started
    if (passed >= time) return false
    if (passed > 1000) report(`still ending (${Math.round(passed / 1000)} s)`)
    await sleep(pause)
  }
}

async function filterAlive(wanted: readonly Known[]): Promise<readonly Known[]> {
  const alive = await Promise.all(wanted.map(isAlive))
  return wanted.filter((_, index) => alive[index])
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It ended between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
