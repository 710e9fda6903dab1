import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { outlivesEngines } from '../drills/undo.ts'
import { listenFailure } from '../drivers/check-ports.ts'
import type { Step } from '../drivers/driver.ts'
import { findProcess } from '../drivers/native/process-table.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { Artifact } from '../model/artifact.ts'
import { engineDefaults } from '../model/engine-defaults.ts'
import { applyWrite } from '../outputs/apply-write.ts'
import { planWrite } from '../outputs/plan-write.ts'
import { renderAll } from '../renderers/renderers.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { openNative } from './choose-driver.ts'
import { mendLeftovers } from './mend-leftovers.ts'
import { type PreparedStack, prepareStack } from './prepare-stack.ts'
import { waitForTargets } from './wait-for-targets.ts'

export interface IsolatedStack {
  readonly prepared: PreparedStack
  /** Absolute. */
  readonly stateDir: string
  /** Stops it and takes everything of it away. */
  remove(): Promise<void>
}

export interface IsolationRequest {
  readonly stack: LoadedStack
  readonly environment: EnvironmentName
  /** Absolute; the stack gets a folder below it. */
  readonly stateDir: string
  /** Names its folder. */
  readonly run: string
  /** Whether missing programs may be fetched. */
  readonly fetch: boolean
  /** Changes what is written. */
  readonly edit: (artifact: Artifact) => Artifact
}

/** A folder for a stack of this process; others tell by its name whether its owner lives. */
export const isolatedFolder = (stateDir: string, name: string): string =>
  join(foldersOf(stateDir), `${name}-${process.pid}`)

const foldersOf = (stateDir: string): string => join(stateDir, 'drills')

/** Starts a stack of plain processes that meets no other: free ports, a state folder of its own. */
export async function startIsolated(
  request: IsolationRequest,
  report: (text: string) => void,
  signal: AbortSignal,
): Promise<IsolatedStack> {
  const { stack, environment, run, fetch, edit } = request
  const stateDir = isolatedFolder(request.stateDir, run)
  await mkdir(stateDir, { recursive: true, mode: 0o755 })
  const portOffset = await freeOffset()
  const remove = async () => removeIsolated(stateDir)
  try {
    const driver = 'native'
    const prepared = await prepareStack(
      { stack, environment, stateDir, driver, portOffset, fetch, running: null },
      report,
      signal,
    )
    const { model, outDir } = prepared
    await applyWrite(await planWrite(outDir, renderAll(model).map(edit)))
    const steps = [...prepared.driver.up({ model, outDir, changed: [] }), waitForTargets(model)]
    await runQuietly(steps, report, signal)
    return { prepared, stateDir, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Takes away what runs that died have left running. */
export async function removeAbandoned(stateDir: string): Promise<void> {
  const folders = await readdir(foldersOf(stateDir)).catch(() => [])
  for (const folder of folders) {
    const pid = Number(folder.split('-').at(-1))
    if (pid !== process.pid && (await findProcess(pid)) === null)
      await removeIsolated(join(foldersOf(stateDir), folder))
  }
}

/** Stops what runs from a folder, and takes the folder away. */
export async function removeIsolated(stateDir: string): Promise<void> {
  // A signal that ends the drill must not end its cleaning up.
  const driver = openNative(stateDir)
  await runQuietly(driver.down({ volumes: true }), () => {}, new AbortController().signal)
  await mendLeftovers(stateDir, async () => driver, outlivesEngines)
  await rm(stateDir, { recursive: true, force: true })
}

async function runQuietly(steps: readonly Step[], report: (text: string) => void, signal: AbortSignal): Promise<void> {
  for (const step of steps) {
    report(step.title)
    await step.run(() => {}, signal)
  }
}

/** What has to be added to every port so that all are free; below the ports that the system hands out. */
export async function freeOffset(): Promise<number> {
  const ports = Object.values(engineDefaults).map(({ port }) => port)
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const offset = 10_000 + Math.floor(Math.random() * 12_000)
    const failures = await Promise.all(ports.map((port) => listenFailure(port + offset)))
    if (failures.every((failure) => failure === null)) return offset
  }
  throw new BelfryError('PORT_TAKEN', 'no free ports were found for an isolated stack')
}
