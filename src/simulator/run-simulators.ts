import { parseArgs } from 'node:util'
import { BelfryError } from '../errors/belfry-error.ts'
import { createLog } from '../http/log.ts'
import { readSimulatorConfig } from './config.ts'
import type { Simulator } from './simulator.ts'
import { startSimulators } from './start-simulators.ts'

/** The simulators as a program: `node simulator.js --config FILE`, until a signal ends it. */
export async function runSimulators(simulators: readonly Simulator[]): Promise<void> {
  // Listened to from the start: a signal that comes while the service starts is obeyed, and a second one changes nothing.
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
  })
  try {
    const config = await readSimulatorConfig(configPath())
    const server = await startSimulators(config, simulators, { log: createLog('belfry-simulator') })
    void told.then(() => server.stop())
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error
    process.stderr.write(`${error.message}\n${error.hint === '' ? '' : `${error.hint}\n`}`)
    process.exitCode = error.exitCode
  }
}

function configPath(): string {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } } })
    if (values.config !== undefined) return values.config
  } catch {
    // Unknown options get the same answer as none.
  }
  throw new BelfryError('BAD_OPTION', 'Usage: simulator --config FILE')
}
