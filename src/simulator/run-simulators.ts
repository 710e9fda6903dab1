import { createLog } from '../http/log.ts'
import { runService } from '../http/run-service.ts'
import { readSimulatorConfig } from './config.ts'
import type { Simulator } from './simulator.ts'
import { startSimulators } from './start-simulators.ts'

/** The simulators as a program: `node simulator.js --config FILE`. */
export function runSimulators(simulators: readonly Simulator[]): Promise<void> {
  return runService('simulator', async (path) =>
    startSimulators(await readSimulatorConfig(path), simulators, { log: createLog('belfry-simulator') }),
  )
}
