import { dirname, join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { cacheDir } from './cache-dir.ts'
import { type Fetched, fetchPrograms, installHint } from './fetch-programs.ts'
import { locateExplicit, locateInCache, locateOnPath } from './locate-program.ts'
import type { Program, ProgramName } from './program.ts'
import { pathVariable, programs } from './programs.ts'

export interface FindOptions {
  /** Absolute. @default the folder of `cacheDir()` */
  readonly cacheDir?: string
  /** Whether a program that is nowhere on the machine is fetched into the cache. */
  readonly fetch: boolean
  /** Debian suite to fetch from, such as `trixie`; with it, `PATH` is passed over. @default the machine's own suite */
  readonly suite?: string
  /** Where release archives are had, in place of the projects' own servers. @default `BELFRY_ARCHIVES`, if set */
  readonly archiveBaseUrl?: string
  /** Told what is being waited for. @default nobody */
  readonly report?: (text: string) => void
  /** Ends downloads, and with them the search. @default never */
  readonly signal?: AbortSignal
}

/** What was found of the programs that were asked for; each of them is in one of the two. */
export interface FoundPrograms {
  readonly found: ReadonlyMap<ProgramName, Program>
  /** Why a program cannot be had; `ENGINE_MISSING`, `ENGINE_FETCH_FAILED` or `ENGINE_CHECKSUM`. */
  readonly missing: ReadonlyMap<ProgramName, BelfryError>
}

/**
 * Finds one program: the path that a person gave in `BELFRY_PROGRAM_<NAME>`, which is used or refused; `PATH`, Belfry's cache, else (with `fetch`) the distribution's package or the
 * project's release archive.
 *
 * @throws BelfryError `ENGINE_MISSING`, `ENGINE_FETCH_FAILED` or `ENGINE_CHECKSUM`.
 */
export async function findProgram(name: ProgramName, options: FindOptions): Promise<Program> {
  const { found, missing } = await findPrograms([name], options)
  const program = found.get(name)
  if (program === undefined) throw missing.get(name) ?? notFound(name)
  return program
}

/** Finds several programs, and fetches those that are missing together. */
export async function findPrograms(names: readonly ProgramName[], options: FindOptions): Promise<FoundPrograms> {
  const cache = options.cacheDir ?? cacheDir()
  const wanted = [...new Set(names)]
  const results = new Map<ProgramName, Program | BelfryError | null>()
  await Promise.all(wanted.map(async (name) => results.set(name, await locate(name, cache, options))))

  const absent = wanted.filter((name) => results.get(name) === null)
  if (absent.length > 0 && options.fetch) {
    const { suite, archiveBaseUrl = setting('BELFRY_ARCHIVES'), report = () => undefined, signal } = options
    const fetched = await fetchAll(absent, { cacheDir: cache, suite, archiveBaseUrl, report, signal })
    // What was given up is not missing.
    signal?.throwIfAborted()
    for (const [name, result] of fetched) results.set(name, result)
  }
  const found = new Map<ProgramName, Program>()
  const missing = new Map<ProgramName, BelfryError>()
  for (const name of wanted) {
    const result = results.get(name) ?? notFound(name)
    if (result instanceof BelfryError) missing.set(name, result)
    else found.set(name, result)
  }
  return { found, missing }
}

/** Path of a program of the same folder: `initdb`, `psql`, `pg_isready` of PostgreSQL. */
export function companionPath({ path }: Pick<Program, 'path'>, name: string): string {
  return join(dirname(path), name)
}

async function locate(name: ProgramName, cache: string, options: FindOptions): Promise<Program | BelfryError | null> {
  const given = setting(pathVariable(name))
  if (given !== undefined) return failureAsResult(() => locateExplicit(name, given))
  const onPath = options.suite === undefined ? await locateOnPath(name) : null
  return onPath ?? locateInCache(name, cache, options.suite)
}

/** A variable of the environment that is not empty. */
function setting(variable: string): string | undefined {
  return process.env[variable] || undefined
}

/** A cache that cannot be written fails all that would be fetched, and nothing else. */
async function fetchAll(names: readonly ProgramName[], request: Parameters<typeof fetchPrograms>[1]): Promise<Fetched> {
  const result = await failureAsResult(() => fetchPrograms(names, request))
  return result instanceof BelfryError ? new Map(names.map((name) => [name, result])) : result
}

async function failureAsResult<T>(work: () => Promise<T>): Promise<T | BelfryError> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BelfryError) return error
    throw error
  }
}

function notFound(name: ProgramName): BelfryError {
  return new BelfryError('ENGINE_MISSING', `${name} was not found on this machine`, {
    hint: installHint(name, programs[name]),
  })
}
