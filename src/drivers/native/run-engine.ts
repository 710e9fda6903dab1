import { mkdirSync } from 'node:fs'
import { ensureCluster } from './postgres-cluster.ts'
import { ensureDatabase } from './postgres-database.ts'
import { type ProcessRecord, writeRecord } from './record.ts'
import { spawnProcess } from './spawn-process.ts'
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
  mkdirSync(record.launch.dataDir, { recursive: true })
  signal.throwIfAborted()
  const spawned = await spawnProcess(stateDir, record.engine, record.launch)
  const running = { ...record, pid: spawned.pid, identity: spawned.identity, startedAt: Date.now() }
  // At once: a process that nobody knows of could never be stopped.
  writeRecord(stateDir, running)
  await waitReady(stateDir, running, spawned, report, signal)
  if (demo !== null) {
    report('preparing the demo database')
    await ensureDatabase(stateDir, record.launch, demo, seed, signal)
  }
  return running
}

/** Stops an engine and remembers that this was on purpose. */
export async function stopEngine(
  record: ProcessRecord,
  context: Pick<RunContext, 'stateDir' | 'report'>,
): Promise<string> {
  const outcome = await stopProcess(record, record.planned.stop, context.report)
  writeRecord(context.stateDir, { ...record, pid: 0, identity: '', startedAt: 0 })
  return outcome
}
