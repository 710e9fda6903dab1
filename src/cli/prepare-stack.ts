import type { Driver } from '../drivers/driver.ts'
import { type FoundPrograms, findPrograms } from '../engines/find-program.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { Model, Placement } from '../model/model.ts'
import type { EngineChanges } from '../model/resolve-engines.ts'
import type { EngineName } from '../spec/engine-name.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { composeObstacle, type DriverName, noPrograms, openDriver } from './choose-driver.ts'
import { neededPrograms, optionalEngines, programOf } from './needed-programs.ts'
import { soundModel } from './open-stack.ts'
import { outputDir } from './paths.ts'
import type { RunState } from './run-state.ts'

export interface PrepareRequest {
  readonly stack: LoadedStack
  readonly environment: EnvironmentName
  /** Absolute. */
  readonly stateDir: string
  readonly driver: DriverName | 'auto'
  readonly portOffset: number
  /** Whether missing programs may be fetched. */
  readonly fetch: boolean
  /** What runs from this folder already. */
  readonly running: RunState | null
}

/** A stack that can be started. */
export interface PreparedStack {
  readonly driver: Driver
  readonly model: Model
  /** Absolute; where its artifacts go. */
  readonly outDir: string
  readonly programs: FoundPrograms
  /** What runs instead of what the spec says; missing where containers bring their own programs. */
  readonly changes?: Partial<EngineChanges>
  /** Engines that cannot run on this machine, with the reason. */
  readonly skipped: Readonly<Record<string, string>>
}

/** Chooses the driver, finds what it needs, and resolves the spec for it. */
export async function prepareStack(
  request: PrepareRequest,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<PreparedStack> {
  const { environment, running, driver: wanted } = request
  refuseOther(request)
  if (running !== null && wanted === 'auto')
    return running.driver === 'native'
      ? prepareNative(request, report, signal)
      : prepareContainers(request, running.driver)
  if (wanted === 'native') return prepareNative(request, report, signal)
  if (wanted === 'fake') return prepareContainers(request, 'fake')

  report('looking for Docker')
  const model = await soundModel(request.stack, environment, { kind: 'compose' })
  const outDir = outputDir('compose', environment, request.stateDir)
  const obstacle = await composeObstacle({ model, stateDir: request.stateDir, outDir })
  if (obstacle === '') return prepareContainers(request, 'compose')
  if (wanted === 'auto') return prepareNative(request, report, signal)
  throw new BelfryError('DOCKER_UNAVAILABLE', `the stack cannot run in containers here: ${obstacle}`, {
    hint: 'Leave out `--driver compose` to run the engines as plain processes.',
  })
}

/** One folder runs one stack at a time. */
function refuseOther({ running, driver, environment }: PrepareRequest): void {
  if (running === null) return
  const otherDriver = driver !== 'auto' && driver !== running.driver
  if (!otherDriver && running.environment === environment) return
  throw new BelfryError('STATE_LOCKED', `${running.environment} runs from this folder already (${running.driver})`, {
    hint: 'Run `belfry down` first, or give another state folder with --state.',
  })
}

async function prepareContainers(request: PrepareRequest, name: 'compose' | 'fake'): Promise<PreparedStack> {
  const { stack, environment, stateDir } = request
  const model = await soundModel(stack, environment, { kind: 'compose' })
  const outDir = outputDir(name, environment, stateDir)
  const programs = await findPrograms(['promtool', 'amtool'], { fetch: false })
  const driver = await openDriver(name, { model, stateDir, outDir, programs: noPrograms })
  return { driver, model, outDir, programs, skipped: {} }
}

async function prepareNative(
  { stack, environment, stateDir, portOffset, fetch, running }: PrepareRequest,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<PreparedStack> {
  const outDir = outputDir('native', environment, stateDir)
  const placement: Placement = { kind: 'native', stateDir, configDir: outDir, portOffset }
  // What could not be had when the stack was started is not asked for again while it runs.
  const known = running?.skipped ?? {}
  const first = await soundModel(stack, environment, placement, { without: Object.keys(known) as EngineName[] })
  const programs = await findPrograms(neededPrograms(first), { fetch, report, signal })
  const skipped = { ...known, ...skippedEngines(first, programs) }
  const changes = { without: Object.keys(skipped) as EngineName[], versions: versionsOf(programs) }
  const model = await soundModel(stack, environment, placement, changes)
  const driver = await openDriver('native', { model, stateDir, outDir, programs })
  return { driver, model, outDir, programs, changes, skipped }
}

/** Engines that the stack does without here. @throws the finder's error for one that it cannot do without. */
function skippedEngines(model: Model, programs: FoundPrograms): Readonly<Record<string, string>> {
  const skipped: Record<string, string> = {}
  for (const { name, enabled } of Object.values(model.engines)) {
    const program = programOf[name]
    const failure = program === undefined ? undefined : programs.missing.get(program)
    if (!enabled || failure === undefined) continue
    if (!optionalEngines.includes(name)) throw failure
    skipped[name] = failure.message
  }
  return skipped
}

function versionsOf({ found }: FoundPrograms): EngineChanges['versions'] {
  const versions: Partial<Record<EngineName, string>> = {}
  for (const [engine, program] of Object.entries(programOf) as [EngineName, (typeof programOf)[EngineName]][]) {
    const version = program === undefined ? undefined : found.get(program)?.version
    if (version !== undefined) versions[engine] = version
  }
  return versions
}
