import { resolve } from 'node:path'
import { outlivesEngines } from '../../drills/undo.ts'
import { removeHistory } from '../history-marker.ts'
import { removeAbandoned } from '../isolated-stack.ts'
import { mendLeftovers } from '../mend-leftovers.ts'
import { result } from '../output.ts'
import { removeRunState } from '../run-state.ts'
import { runSteps } from '../run-steps.ts'
import { runningEngines } from '../running-stack.ts'

export interface DownOptions {
  readonly stack: string
  readonly state: string
  readonly volumes?: boolean
}

/** Stops the stack that was started from this folder. */
export async function down(options: DownOptions): Promise<void> {
  const running = await runningEngines(options)
  const stateDir = resolve(options.state)
  await removeAbandoned(stateDir)
  if (running === null) return result('nothing was started from this folder')
  const { driver } = running
  try {
    // Engines go anyway; files stay.
    await mendLeftovers(stateDir, async () => driver, outlivesEngines)
  } finally {
    await runSteps(driver.down({ volumes: options.volumes ?? false }))
    await removeRunState(stateDir)
    if (options.volumes === true) await removeHistory(stateDir)
  }
  result(options.volumes === true ? 'stopped; its data is gone' : 'stopped; its data is kept')
}
