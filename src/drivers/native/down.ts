import { rmSync } from 'node:fs'
import type { EngineName } from '../../spec/engine-name.ts'
import type { Step } from '../driver.ts'
import { removeData } from './data-folder.ts'
import { type ProcessRecord, readProcessRecords, readRecords, removeRecord } from './record.ts'
import { recoverRecords } from './run-engine.ts'
import { type Progress, sharedSteps } from './shared-steps.ts'
import { adminPasswordPath, logsDir, recordsDir } from './state-paths.ts'
import { stopProcess } from './stop-process.ts'

type Part = EngineName | 'nothing' | 'volumes'

/** The steps that stop all processes; with `volumes`, data, logs and state go too. Secrets stay: a person wrote some. */
export function downSteps(stateDir: string, volumes: boolean): readonly Step[] {
  const records = readProcessRecords(stateDir)
  const parts: { key: Part; title: string }[] = [
    ...records.map(({ engine }) => ({ key: engine, title: `Stop ${engine}` })),
    ...(records.length === 0 ? [{ key: 'nothing' as const, title: 'Stop the stack' }] : []),
    ...(volumes ? [{ key: 'volumes' as const, title: 'Remove data, logs and state' }] : []),
  ]
  return sharedSteps<Part>(parts, async (progress) => {
    progress.done('nothing', 'nothing was running')
    if (records.length > 0) await stopAll(stateDir, progress)
    if (volumes) forget(stateDir)
    progress.done('volumes')
  })
}

/** Each process ends after those that need it. */
async function stopAll(stateDir: string, progress: Progress<Part>): Promise<void> {
  await recoverRecords(stateDir)
  const records = readProcessRecords(stateDir)
  const runs = new Map<EngineName, Promise<void>>()
  const stop = (record: ProcessRecord): Promise<void> => {
    const started = runs.get(record.engine)
    if (started !== undefined) return started
    const run = (async () => {
      await Promise.all(records.filter(({ planned }) => planned.after.includes(record.engine)).map(stop))
      const report = (text: string): void => progress.report(record.engine, text)
      progress.done(record.engine, await stopProcess(record, record.planned.stop, report))
    })()
    runs.set(record.engine, run)
    return run
  }
  await Promise.all(records.map(stop))
  for (const { engine } of readRecords(stateDir)) removeRecord(stateDir, engine)
}

function forget(stateDir: string): void {
  rmSync(adminPasswordPath(stateDir), { force: true })
  removeData(stateDir)
  rmSync(logsDir(stateDir), { recursive: true, force: true })
  rmSync(recordsDir(stateDir), { recursive: true, force: true })
}
