import type { EngineName } from '../../spec/engine-name.ts'
import type { Driver } from '../driver.ts'
import { downSteps } from './down.ts'
import { followLogs } from './follow-logs.ts'
import type { NativeOptions } from './native-options.ts'
import { isAlive } from './process-table.ts'
import { type ProcessRecord, readProcessRecord, readRecords } from './record.ts'
import { restartSteps } from './restart.ts'
import { startEngine, stopEngine } from './run-engine.ts'
import { readStatus } from './status.ts'
import { signalFamily } from './stop-process.ts'
import { upSteps } from './up.ts'

/** Runs engines as plain processes that outlive the terminal, and touches none that it did not start. */
export function nativeDriver(options: NativeOptions): Driver {
  const { stateDir, seed } = options
  const quiet = { stateDir, seed, report: () => {}, signal: new AbortController().signal }
  const record = (engine: EngineName): ProcessRecord => readProcessRecord(stateDir, engine)
  return {
    name: 'native',
    up: (request) => upSteps(options, request),
    down: ({ volumes }) => downSteps(stateDir, volumes),
    restart: (engines) => restartSteps(options, engines),
    status: () => readStatus(stateDir),
    logs(request, write, signal) {
      const engines = request.engines.length > 0 ? request.engines : readRecords(stateDir).map(({ engine }) => engine)
      return followLogs(stateDir, { ...request, engines }, write, signal)
    },
    async stop(engine) {
      await stopEngine(record(engine), quiet)
    },
    async start(engine) {
      const known = record(engine)
      if (!(await isAlive(known))) await startEngine(known, quiet)
    },
    pause: async (engine) => signalFamily(record(engine), 'SIGSTOP'),
    resume: async (engine) => signalFamily(record(engine), 'SIGCONT'),
  }
}
