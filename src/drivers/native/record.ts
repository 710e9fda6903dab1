import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { BelfryError } from '../../errors/belfry-error.ts'
import * as z from '../../errors/zod.ts'
import { plannedProcessSchema, processPlanSchema } from '../../model/process-plan.ts'
import { type EngineName, engineNames } from '../../spec/engine-name.ts'
import { recordPath, recordsDir } from './state-paths.ts'

const launchSchema = z.object({
  path: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  dataDir: z.string(),
  /** Whom it runs as; `null` is the caller. */
  user: z.object({ uid: z.number(), gid: z.number() }).nullable(),
  version: z.string(),
})

const processRecordSchema = z.object({
  kind: z.literal('process'),
  engine: z.enum(engineNames),
  planned: plannedProcessSchema,
  launch: launchSchema,
  /** What it was started with; another hash means that it has to be started anew. */
  launchHash: z.string(),
  /** What it has loaded. */
  configHash: z.string(),
  /** Folder of its configuration. */
  outDir: z.string(),
  database: processPlanSchema.shape.database,
  /** 0 when it was stopped on purpose. */
  pid: z.number(),
  /** Tells the process from a later one with the same pid. */
  identity: z.string(),
  /** Unix milliseconds. */
  startedAt: z.number(),
  /** Whether its start came to its end, the demo database included. */
  complete: z.boolean(),
  /** Stands in the environment of its process, which is found by it when nobody got to note the pid; else empty. */
  token: z.string(),
})

const recordSchema = z.discriminatedUnion('kind', [
  processRecordSchema,
  z.object({ kind: z.literal('skipped'), engine: z.enum(engineNames), reason: z.string() }),
])

/** How one program is started, with nothing left to look up. */
export type Launch = z.infer<typeof launchSchema>
/** What is known about a process that this driver started. */
export type ProcessRecord = z.infer<typeof processRecordSchema>
export type EngineRecord = z.infer<typeof recordSchema>

/** All records, in the order of the engines' names. */
export function readRecords(stateDir: string): readonly EngineRecord[] {
  const files = new Set(listFolder(recordsDir(stateDir)))
  return engineNames.filter((engine) => files.has(`${engine}.json`)).map((engine) => readRecord(stateDir, engine))
}

/** The records of processes, stopped ones included. */
export function readProcessRecords(stateDir: string): readonly ProcessRecord[] {
  return readRecords(stateDir).filter((record) => record.kind === 'process')
}

/** @throws BelfryError NOT_RUNNING when the stack has no such process. */
export function readProcessRecord(stateDir: string, engine: EngineName): ProcessRecord {
  const record = readProcessRecords(stateDir).find((one) => one.engine === engine)
  if (record === undefined) {
    throw new BelfryError('NOT_RUNNING', `${engine} is not part of the running stack`, {
      hint: 'Run `belfry up` first.',
    })
  }
  return record
}

/** Replaces a record atomically. */
export function writeRecord(stateDir: string, record: EngineRecord): void {
  mkdirSync(recordsDir(stateDir), { recursive: true })
  const path = recordPath(stateDir, record.engine)
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

export function removeRecord(stateDir: string, engine: EngineName): void {
  rmSync(recordPath(stateDir, engine), { force: true })
}

function readRecord(stateDir: string, engine: EngineName): EngineRecord {
  const path = recordPath(stateDir, engine)
  // A record of somebody else's may be closed to us, which is no damage.
  const text = readFileSync(path, 'utf8')
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new BelfryError('CONFIG_INVALID', `${path} is damaged`, {
      hint: `End ${engine} by hand if it still runs, then remove the file.`,
      cause,
    })
  }
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
