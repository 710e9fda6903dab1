import { resolve } from 'node:path'
import { outlivesEngines } from '../../drills/undo.ts'
import { withLock } from '../../drivers/lock.ts'
import { removeHistory } from '../history-marker.ts'
import { removeAbandoned } from '../isolated-stack.ts'
import { mendLeftovers } from '../mend-leftovers.ts'
import { result } from '../output.ts'
import { forgetRuns, readLastRun, readRunState, retireRunState } from '../run-state.ts'
import { runSteps } from '../run-steps.ts'
import { driverOf } from '../running-stack.ts'

export interface DownOptions {
  readonly stack: string
  readonly state: string
  readonly volumes?: boolean
}

/** Stops the stack that was started from this folder; with `volumes`, one that was stopped before is forgotten, too. */
export async function down(options: DownOptions): Promise<void> {
  const stateDir = resolve(options.state)
  const volumes = options.volumes === true
  const state = (await readRunState(stateDir)) ?? (volumes ? await readLastRun(stateDir) : null)
  const driver = state === null ? null : await driverOf(state, options)
  await removeAbandoned(stateDir)
  if (driver === null) return result('nothing was started from this folder')
  await withLock(stateDir, 'belfry down', async () => {
    try {
      // Engines go anyway; files stay.
      await mendLeftovers(stateDir, async () => driver, outlivesEngines)
    } finally {
      await runSteps(driver.down({ volumes }))
      await (volumes ? forgetRuns(stateDir) : retireRunState(stateDir))
      if (volumes) await removeHistory(stateDir)
    }
  })
  result(volumes ? 'stopped; its data is gone' : 'stopped; its data is kept')
}
