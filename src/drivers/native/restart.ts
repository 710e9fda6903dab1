import type { EngineName } from '../../spec/engine-name.ts'
import type { Step } from '../driver.ts'
import type { NativeOptions } from './native-options.ts'
import { readProcessRecord, readProcessRecords } from './record.ts'
import { startEngine, stopEngine } from './run-engine.ts'
import { sharedSteps } from './shared-steps.ts'

/** The steps that restart engines, one after the other. @param engines - empty for all. */
export function restartSteps({ stateDir, seed }: NativeOptions, engines: readonly EngineName[]): readonly Step[] {
  const names = engines.length > 0 ? engines : readProcessRecords(stateDir).map(({ engine }) => engine)
  // Found out before anything is stopped.
  for (const engine of names) readProcessRecord(stateDir, engine)
  const parts = names.map((key) => ({ key, title: `Restart ${key}` }))
  return sharedSteps(parts, async (progress, signal) => {
    for (const engine of names) {
      const context = { stateDir, seed, signal, report: (text: string) => progress.report(engine, text) }
      const started = Date.now()
      const record = readProcessRecord(stateDir, engine)
      context.report('stopping it')
      await stopEngine(record, context)
      await startEngine(record, context)
      progress.done(engine, `ready after ${((Date.now() - started) / 1000).toFixed(1)} s`)
    }
  })
}
