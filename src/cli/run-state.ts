import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readStateFile, writeStateFile } from '../drivers/state-file.ts'
import * as z from '../errors/zod.ts'
import { environmentNames } from '../spec/environment.ts'

/** What the last `up` did; the commands after it act on the same stack. */
const runState = z.object({
  driver: z.enum(['compose', 'native', 'fake']),
  environment: z.enum(environmentNames),
  portOffset: z.int(),
  /** Where Prometheus answers on this machine. */
  prometheusPort: z.int().default(9090),
  /** Absolute; where the artifacts are. */
  outDir: z.string(),
  /** Engines that could not run on this machine, with the reason. */
  skipped: z.record(z.string(), z.string()),
})
export type RunState = z.infer<typeof runState>

const file = (stateDir: string): string => join(stateDir, 'run.json')
const lastFile = (stateDir: string): string => join(stateDir, 'last-run.json')

/** What runs here, or `null` when nothing was started from this folder. */
export async function readRunState(stateDir: string): Promise<RunState | null> {
  return readStateFile(file(stateDir), runState)
}

export async function writeRunState(stateDir: string, state: RunState): Promise<void> {
  await writeStateFile(file(stateDir), state)
}

/** It did not come to run. */
export async function removeRunState(stateDir: string): Promise<void> {
  await rm(file(stateDir), { force: true })
}

/** What was stopped last and has left its data, or `null`. */
export async function readLastRun(stateDir: string): Promise<RunState | null> {
  return readStateFile(lastFile(stateDir), runState)
}

/** It was stopped, and its data is kept. */
export async function retireRunState(stateDir: string): Promise<void> {
  await rename(file(stateDir), lastFile(stateDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

/** Its data is gone as well. */
export async function forgetRuns(stateDir: string): Promise<void> {
  await removeRunState(stateDir)
  await rm(lastFile(stateDir), { force: true })
}
