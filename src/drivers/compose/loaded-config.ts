import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import * as z from '../../errors/zod.ts'
import { type ConfigReader, configReaders } from './config-readers.ts'
import type { Container } from './docker-engine.ts'

/** Which files each container has read: by service, the container as it ran then and a hash of the files. */
const recordSchema = z.record(z.string(), z.object({ id: z.string(), startedAt: z.number(), hash: z.string() }))
type LoadedRecord = z.infer<typeof recordSchema>

interface Folders {
  readonly outDir: string
  readonly stateDir: string
}

type Containers = ReadonlyMap<string, Container>

/**
 * Engines that run with other files than those in the output folder.
 *
 * @param changed - artifacts that are known to have changed.
 */
export async function staleReaders(
  folders: Folders,
  containers: Containers,
  changed: readonly string[],
): Promise<readonly ConfigReader[]> {
  const record = await readRecord(folders.stateDir)
  const stale: ConfigReader[] = []
  for (const reader of configReaders) {
    const container = containers.get(reader.engine)
    if (container === undefined || container.startedAt === 0) continue
    const touched = changed.some((path) => path.startsWith(`${reader.folder}/`))
    if (touched || (await isStale(folders.outDir, reader, container, record[reader.engine]))) stale.push(reader)
  }
  return stale
}

/** Notes that all engines that run have read the files as they are now. */
export async function rememberLoaded({ outDir, stateDir }: Folders, containers: Containers): Promise<void> {
  const record: LoadedRecord = {}
  for (const { engine, folder } of configReaders) {
    const container = containers.get(engine)
    if (container === undefined || container.startedAt === 0) continue
    record[engine] = { id: container.id, startedAt: container.startedAt, hash: await hashFolder(join(outDir, folder)) }
  }
  await mkdir(stateDir, { recursive: true })
  const temporary = `${recordPath(stateDir)}.${process.pid}`
  await writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`)
  await rename(temporary, recordPath(stateDir))
}

/** Forgets it all: the containers are gone. */
export async function forgetLoaded(stateDir: string): Promise<void> {
  await rm(recordPath(stateDir), { force: true })
}

const recordPath = (stateDir: string): string => join(stateDir, 'compose-loaded.json')

/** A record that cannot be read says nothing. */
async function readRecord(stateDir: string): Promise<LoadedRecord> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(recordPath(stateDir), 'utf8')))
  } catch {
    return {}
  }
}

async function isStale(
  outDir: string,
  { folder }: ConfigReader,
  { id, startedAt }: Container,
  known: LoadedRecord[string] | undefined,
): Promise<boolean> {
  if (known?.id === id && known.startedAt === startedAt) return known.hash !== (await hashFolder(join(outDir, folder)))
  // Started by somebody else: it has read what was there then.
  return (await newestChange(join(outDir, folder))) > startedAt
}

async function hashFolder(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const path of await filesOf(folder)) hash.update(`${relative(folder, path)}\0`).update(await readFile(path))
  return hash.digest('hex')
}

/** Unix milliseconds; 0 for an empty folder. */
async function newestChange(folder: string): Promise<number> {
  const times = await Promise.all((await filesOf(folder)).map(async (path) => (await stat(path)).mtimeMs))
  return Math.max(0, ...times)
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
