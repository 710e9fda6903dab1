import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Program, ProgramName } from '../../engines/program.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import type { PlannedProcess, ProcessPlan } from '../../model/process-plan.ts'
import { writeSecret } from '../secrets.ts'
import { locateDataFolder, makeDataFolder } from './data-folder.ts'
import type { NativeOptions } from './native-options.ts'
import type { ProcessRecord } from './record.ts'
import { findBarrier, findUnprivilegedUser } from './unprivileged-user.ts'

/** A planned process with everything looked up, and nothing on disk changed. */
export interface PreparedProcess {
  /** As of one that does not run yet. */
  readonly record: ProcessRecord
  /** To be written before it starts. */
  readonly secretFiles: readonly { readonly path: string; readonly text: string }[]
}

export async function prepareProcess(
  planned: PlannedProcess,
  plan: ProcessPlan,
  outDir: string,
  options: NativeOptions,
): Promise<PreparedProcess> {
  const program = findProgram(planned, options)
  const user = planned.engine === 'postgres' ? await findUnprivilegedUser() : null
  const barrier = user === null ? null : await findBarrier(program.path, user)
  if (barrier !== null) {
    throw new BelfryError(
      'START_FAILED',
      `${planned.engine} cannot run as ${user?.name}, who may not pass ${barrier}`,
      {
        hint: `PostgreSQL refuses to run as root. Run Belfry as an ordinary user, or keep its programs where ${user?.name} can read them.`,
      },
    )
  }
  const dataDir = await locateDataFolder(options.stateDir, planned.engine, user)
  const fill = (text: string): string => text.replaceAll('{data}', dataDir).replaceAll('{home}', program.homeDir)
  const launch = {
    path: program.path,
    args: [...program.args, ...planned.args.map(fill)],
    env: {
      ...program.env,
      ...Object.fromEntries(Object.entries(planned.env).map(([key, value]) => [key, fill(value)])),
    },
    dataDir,
    user: user === null ? null : { uid: user.uid, gid: user.gid },
    version: program.version,
  }
  const database = planned.engine === 'postgres' ? plan.database : null
  const secretFiles = await fillSecretFiles(planned, fill)
  const password = database === null ? '' : await readFile(database.passwordFile, 'utf8')
  const record: ProcessRecord = {
    kind: 'process',
    engine: planned.engine,
    planned,
    launch,
    launchHash: digest([launch, program.content, secretFiles, database, password]),
    configHash: digest(await Promise.all(planned.configFiles.map((path) => readTree(outDir, path)))),
    outDir,
    database,
    pid: 0,
    identity: '',
    startedAt: 0,
    complete: false,
    token: '',
  }
  return { record, secretFiles }
}

/** Makes the folder of a process and the files that wrap its secrets. */
export async function writeFiles(stateDir: string, { record, secretFiles }: PreparedProcess): Promise<void> {
  makeDataFolder(stateDir, record.engine, record.launch.dataDir, record.launch.user)
  for (const { path, text } of secretFiles) await writeSecret(path, text)
}

type Found = Pick<Program, 'path' | 'env' | 'version' | 'homeDir'> & {
  /** Arguments that come before all others. */
  readonly args: readonly string[]
  /** Fingerprint of what runs, where neither its path nor its version tells it. */
  readonly content: string
}

function findProgram({ engine, program }: PlannedProcess, { programs, bundles }: NativeOptions): Found {
  if (program.kind === 'bundle') {
    const path = bundles[program.name]
    const content = digest(readBundle(path))
    return { path: process.execPath, args: [path], env: {}, version: program.version, homeDir: '', content }
  }
  const found = programs.found.get(program.name as ProgramName)
  if (found !== undefined) return { ...found, args: [], content: '' }
  throw (
    programs.missing.get(program.name as ProgramName) ??
    new BelfryError('ENGINE_MISSING', `${program.name}, the program of ${engine}, was not found`)
  )
}

function readBundle(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new BelfryError('ENGINE_MISSING', `${path} is missing`, { hint: 'Run `npm run build`.', cause })
  }
}

async function fillSecretFiles(
  { secretFiles }: PlannedProcess,
  fill: (text: string) => string,
): Promise<PreparedProcess['secretFiles']> {
  return Promise.all(
    secretFiles.map(async ({ path, secret, content }) => {
      const value = (await readFile(secret, 'utf8')).trim()
      // JSON, and the configuration of Redis, quote alike.
      return { path: fill(path), text: content.replaceAll('{secret}', () => JSON.stringify(value)) }
    }),
  )
}

/** Paths and contents of an artifact, or of all artifacts in a folder. */
async function readTree(outDir: string, path: string): Promise<readonly (readonly [path: string, content: string])[]> {
  const entries = await readdir(join(outDir, path), { recursive: true, withFileTypes: true }).catch(() => null)
  const files = entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    (files?.sort() ?? [join(outDir, path)]).map(
      async (file) => [file, await readFile(file, 'utf8').catch(() => '')] as const,
    ),
  )
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
