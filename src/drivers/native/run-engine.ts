import { randomUUID } from 'node:crypto'
import { ensureCluster } from './postgres-cluster.ts'
import { ensureDatabase } from './postgres-database.ts'
import { findByVariable } from './process-table.ts'
import { type ProcessRecord, readProcessRecords, writeRecord } from './record.ts'
import { spawnProcess, tokenVariable } from './spawn-process.ts'
import { stopProcess } from './stop-process.ts'
import { waitReady } from './wait-ready.ts'

/** What starting an engine needs beside its record. */
export interface RunContext {
  readonly stateDir: string
  /** SQL that fills a new demo database; `null` for none. */
  readonly seed: string | null
  readonly report: (text: string) => void
  readonly signal: AbortSignal
}

/** Starts what a record describes and waits until it is ready. */
export async function startEngine(record: ProcessRecord, context: RunContext): Promise<ProcessRecord> {
  const { stateDir, seed, report, signal } = context
  const demo = record.engine === 'postgres' ? record.database : null
  if (demo !== null) {
    report('making the database cluster')
    await ensureCluster(stateDir, record.launch, signal)
  }
  signal.throwIfAborted()
  // Noted before it exists: a process that nobody knows of could never be stopped.
  const starting = { ...record, pid: 0, identity: '', startedAt: Date.now(), complete: false, token: randomUUID() }
  writeRecord(stateDir, starting)
  const spawned = await spawnProcess(stateDir, starting)
  const running = { ...starting, pid: spawned.pid, identity: spawned.identity, token: '' }
  writeRecord(stateDir, running)
  await waitReady(stateDir, running, spawned, report, signal)
  if (demo !== null) {
    report('preparing the demo database')
    await ensureDatabase(stateDir, record.launch, demo, seed, signal)
  }
  const complete = { ...running, complete: true }
  writeRecord(stateDir, complete)
  return complete
}

/** Finds the processes whose start was cut off before their pids were noted. */
export async function recoverRecords(stateDir: string): Promise<void> {
  for (const record of readProcessRecords(stateDir).filter(({ pid, token }) => pid === 0 && token !== '')) {
    const found = await findByVariable(tokenVariable, record.token)
    writeRecord(stateDir, { ...record, token: '', ...found })
  }
}

/** Stops an engine and remembers that this was on purpose. */
export async function stopEngine(
  record: ProcessRecord,
  context: Pick<RunContext, 'stateDir' | 'report'>,
): Promise<string> {
  const outcome = await stopProcess(record, record.planned.stop, context.report)
  writeRecord(context.stateDir, { ...record, pid: 0, identity: '', startedAt: 0, complete: false, token: '' })
  return outcome
}
