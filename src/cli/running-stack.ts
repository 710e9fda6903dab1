import { resolve } from 'node:path'
import type { Driver } from '../drivers/driver.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import { loadStack } from '../loader/load-stack.ts'
import { readSources } from '../loader/read-sources.ts'
import { resolveStack } from '../loader/resolve-stack.ts'
import type { Model, Placement } from '../model/model.ts'
import type { EngineName } from '../spec/engine-name.ts'
import { noPrograms, openDriver, openNative } from './choose-driver.ts'
import { type RunState, readRunState } from './run-state.ts'

/** What was started from this folder. */
export interface RunningStack {
  readonly driver: Driver
  readonly model: Model
  readonly state: RunState
}

/** Where the spec and the state folder are. */
interface Places {
  readonly stack: string
  readonly state: string
}

/** The stack that was started from this folder, or `null`. */
export async function runningStack(options: Places): Promise<RunningStack | null> {
  const state = await readRunState(resolve(options.state))
  return state === null ? null : stackOf(state, options)
}

/** What was started from this folder, or `null`. */
export async function runningEngines(options: Places): Promise<Pick<RunningStack, 'driver' | 'state'> | null> {
  const state = await readRunState(resolve(options.state))
  return state === null ? null : { state, driver: await driverOf(state, options) }
}

/** The same, where there has to be something. */
export async function needRunningEngines(options: Places): Promise<Pick<RunningStack, 'driver' | 'state'>> {
  const running = await runningEngines(options)
  if (running !== null) return running
  throw new BelfryError('NOT_RUNNING', 'nothing was started from this folder', { hint: 'Run `belfry up` first.' })
}

/** The driver of a run. A broken spec does not keep processes from being looked at and stopped. */
export async function driverOf(state: RunState, options: Places): Promise<Driver> {
  return state.driver === 'native' ? openNative(resolve(options.state)) : (await stackOf(state, options)).driver
}

async function stackOf(state: RunState, options: Places): Promise<RunningStack> {
  const stateDir = resolve(options.state)
  const { driver: name, environment, outDir, portOffset } = state
  const placement: Placement =
    name === 'native' ? { kind: 'native', stateDir, configDir: outDir, portOffset } : { kind: 'compose' }
  const stack = await loadStack(await readSources({ root: process.cwd(), entry: options.stack }))
  const engines = { without: Object.keys(state.skipped) as EngineName[] }
  const { model, problems } = await resolveStack(stack, { environment, placement, engines })
  if (model === null) {
    const messages = problems.map(({ message }) => message).join('; ')
    throw new BelfryError('SPEC_BROKEN', `the spec does not resolve: ${messages}`, { hint: 'Run `belfry check`.' })
  }
  const driver = await openDriver(name, { model, stateDir, outDir, programs: noPrograms })
  return { driver, model, state }
}
