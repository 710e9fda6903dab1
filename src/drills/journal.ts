import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findProcess, isAlive } from '../drivers/native/process-table.ts'
import { readStateFile, writeStateFile } from '../drivers/state-file.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import * as z from '../errors/zod.ts'
import { type Undo, undoSchema } from './undo.ts'

const entrySchema = z.object({ key: z.string(), undos: z.array(undoSchema) })
const schema = z.object({
  /** Who drills. */
  pid: z.int(),
  identity: z.string(),
  entries: z.array(entrySchema),
})
type Content = z.infer<typeof schema>

/** What is broken on purpose in a stack, on disk before it is broken. */
export interface Journal {
  /** To be called before the fault is made. */
  note(key: string, undos: readonly Undo[]): Promise<void>
  /** To be called after it was mended. */
  forget(key: string): Promise<void>
  /** Everything that is broken now, the oldest first. */
  open(): readonly { readonly key: string; readonly undos: readonly Undo[] }[]
  close(): Promise<void>
}

const pathOf = (stateDir: string): string => join(stateDir, 'drill.json')

/**
 * Opens the journal of a stack.
 *
 * @throws BelfryError STATE_LOCKED while somebody else drills there.
 */
export async function openJournal(stateDir: string): Promise<Journal> {
  await refuseOther(stateDir)
  const identity = (await findProcess(process.pid))?.identity ?? ''
  let content: Content = { pid: process.pid, identity, entries: [] }
  let last: Promise<unknown> = Promise.resolve()
  // One after the other, so that what is on disk is always the newest.
  const change = (entries: (before: Content['entries']) => Content['entries']): Promise<void> => {
    const saved = last.then(async () => {
      content = { ...content, entries: entries(content.entries) }
      // Readable by its owner alone: it may hold the content of a secret's file.
      await writeStateFile(pathOf(stateDir), content, 0o600)
    })
    last = saved.catch(() => undefined)
    return saved
  }
  await change((entries) => entries)
  return {
    note: (key, undos) => change((entries) => [...entries, { key, undos: [...undos] }]),
    forget: (key) => change((entries) => entries.filter((entry) => entry.key !== key)),
    open: () => content.entries,
    async close() {
      await last
      await rm(pathOf(stateDir), { force: true })
    },
  }
}

/** What a drill that died has left broken, the oldest first; nothing when there was none. */
export async function readLeftovers(stateDir: string): Promise<readonly Undo[]> {
  const content = await readStateFile(pathOf(stateDir), schema)
  if (content === null) return []
  await refuseOther(stateDir)
  return content.entries.flatMap(({ undos }) => undos)
}

/** To be called when all of it is mended. */
export async function forgetLeftovers(stateDir: string): Promise<void> {
  await rm(pathOf(stateDir), { force: true })
}

async function refuseOther(stateDir: string): Promise<void> {
  const content = await readStateFile(pathOf(stateDir), schema)
  if (content === null || content.pid === process.pid || !(await isAlive(content))) return
  throw new BelfryError('STATE_LOCKED', `process ${content.pid} drills this stack`, {
    hint: 'Wait until it is done; Ctrl-C there mends what it has broken.',
  })
}
