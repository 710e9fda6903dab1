import type { EngineStatus } from '../driver.ts'
import { runProbe } from './probe.ts'
import { findProcess } from './process-table.ts'
import { type ProcessRecord, readRecords } from './record.ts'
import { logPath } from './state-paths.ts'

/** What every engine of the stack is doing; nothing when the stack is down. */
export async function readStatus(stateDir: string): Promise<readonly EngineStatus[]> {
  return Promise.all(
    readRecords(stateDir).map(async (record): Promise<EngineStatus> => {
      if (record.kind === 'process') return describe(stateDir, record)
      const { engine, reason } = record
      return { engine, state: 'absent', version: '', url: '', id: '', startedAt: 0, detail: `skipped: ${reason}` }
    }),
  )
}

async function describe(stateDir: string, record: ProcessRecord): Promise<EngineStatus> {
  const { engine, planned, launch, pid, startedAt } = record
  const status = { engine, version: launch.version, url: planned.url, id: String(pid), startedAt }
  const found = await findProcess(pid)
  if (found === null || found.identity !== record.identity) {
    const detail = pid === 0 ? '' : `it ended by itself; its log is ${logPath(stateDir, engine)}`
    return { ...status, state: 'stopped', id: '', startedAt: 0, detail }
  }
  if (found.paused) return { ...status, state: 'paused', detail: '' }
  const failure = await runProbe(planned.ready, 1500)
  if (failure === '') return { ...status, state: 'running', detail: '' }
  const young = Date.now() - startedAt < planned.readyTimeout * 1000
  return { ...status, state: young ? 'starting' : 'unhealthy', detail: failure }
}
