import { readFile, writeFile } from 'node:fs/promises'
import type { Driver } from '../drivers/driver.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { requestDone } from '../live/request.ts'
import { engineNames } from '../spec/engine-name.ts'
import { removeDisk } from './disk.ts'

const engine = z.enum(engineNames)

/** One thing that brings back what was before; plain data, so that another run can do it when this one dies. */
export const undoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), engine }),
  z.object({ kind: z.literal('resume'), engine }),
  z.object({ kind: z.literal('restart'), engine }),
  z.object({ kind: z.literal('file'), path: z.string(), content: z.string() }),
  z.object({ kind: z.literal('post'), url: z.string(), path: z.string(), body: z.unknown().optional() }),
  z.object({ kind: z.literal('disk'), stateDir: z.string() }),
])
export type Undo = z.infer<typeof undoSchema>

/** The undo of what is about to happen to a file. */
export async function rememberFile(path: string): Promise<Undo> {
  return { kind: 'file', path, content: await readFile(path, 'utf8') }
}

/** Does one of them; doing it again changes nothing. */
export async function runUndo(undo: Undo, driver: Driver): Promise<void> {
  switch (undo.kind) {
    case 'start':
      return driver.start(undo.engine)
    case 'resume':
      return driver.resume(undo.engine)
    case 'restart':
      return restartEngine(driver, undo.engine)
    case 'file':
      // In place: containers hold on to the file, not to its name.
      return writeFile(undo.path, undo.content)
    case 'post':
      return requestDone({ url: undo.url }, undo.path, { method: 'POST', body: undo.body })
    case 'disk':
      return removeDisk(undo.stateDir)
  }
}

/** Whether it undoes what stays when the engines are gone. */
export function outlivesEngines({ kind }: Undo): boolean {
  return kind === 'file' || kind === 'disk'
}

/** Starts an engine anew. */
export async function restartEngine(driver: Driver, name: z.infer<typeof engine>): Promise<void> {
  for (const step of driver.restart([name])) await step.run(() => {}, new AbortController().signal)
}

/** Does all of them, the last first; one that fails does not keep the others. @returns what went wrong. */
export async function runUndos(undos: readonly Undo[], driver: Driver): Promise<readonly string[]> {
  const failures: string[] = []
  for (const undo of undos.toReversed()) {
    try {
      await runUndo(undo, driver)
    } catch (error) {
      if (!(error instanceof BelfryError) && !isSystemError(error)) throw error
      failures.push(
        `${undo.kind} ${'engine' in undo ? undo.engine : 'path' in undo ? undo.path : undo.stateDir}: ${error.message}`,
      )
    }
  }
  return failures
}

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error
}
