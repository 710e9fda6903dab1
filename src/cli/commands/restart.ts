import { resolve } from 'node:path'
import { withLock } from '../../drivers/lock.ts'
import { enginesNamed } from '../engine-names.ts'
import { runSteps } from '../run-steps.ts'
import { needRunningEngines } from '../running-stack.ts'

export interface RestartOptions {
  readonly stack: string
  readonly state: string
}

/** Restarts engines; all when none is named. */
export async function restart(options: RestartOptions, names: readonly string[]): Promise<void> {
  const engines = enginesNamed(names)
  const { driver } = await needRunningEngines(options)
  await withLock(resolve(options.state), 'belfry restart', () => runSteps(driver.restart(engines)))
}
