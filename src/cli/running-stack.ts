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

/** The stack that was started from this folder, or `null`. */
export async function runningStack(options: {
  readonly stack: string
  readonly state: string
}): Promise<RunningStack | null> {
  const stateDir = resolve(options.state)
  const state = await readRunState(stateDir)
  if (state === null) return null
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

/** What was started from this folder, or `null`. A broken spec does not keep processes from being looked at and stopped. */
export async function runningEngines(options: {
  readonly stack: string
  readonly state: string
}): Promise<Pick<RunningStack, 'driver' | 'state'> | null> {
  const stateDir = resolve(options.state)
  const state = await readRunState(stateDir)
  return state?.driver === 'native' ? { driver: openNative(stateDir), state } : runningStack(options)
}

/** The same, where there has to be something. */
export async function needRunningEngines(options: {
  readonly stack: string
  readonly state: string
}): Promise<Pick<RunningStack, 'driver' | 'state'>> {
  const running = await runningEngines(options)
  if (running !== null) return running
  throw new BelfryError('NOT_RUNNING', 'nothing was started from this folder', { hint: 'Run `belfry up` first.' })
}
