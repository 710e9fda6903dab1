import { dirname, join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Program, ProgramName } from './program.ts'

export interface FindOptions {
  /** Paths that a person gave; such a path is used or refused, never passed over. @default none */
  readonly explicit?: Partial<Readonly<Record<ProgramName, string>>>
  /** Absolute. @default the folder of `cacheDir()` */
  readonly cacheDir?: string
  /** Whether a program that is nowhere on the machine is fetched into the cache. */
  readonly fetch: boolean
  /** Debian suite to fetch from, such as `trixie`; with it, `PATH` is passed over. @default the machine's own suite */
  readonly suite?: string
  /** Where release archives are had, in place of the projects' own servers. @default none */
  readonly archiveBaseUrl?: string
  /** Told what is being waited for. @default nobody */
  readonly report?: (text: string) => void
  /** Ends downloads. @default never */
  readonly signal?: AbortSignal
}

/** What was found of the programs that were asked for; each of them is in one of the two. */
export interface FoundPrograms {
  readonly found: ReadonlyMap<ProgramName, Program>
  /** Why a program cannot be had; `ENGINE_MISSING`, `ENGINE_FETCH_FAILED` or `ENGINE_CHECKSUM`. */
  readonly missing: ReadonlyMap<ProgramName, BelfryError>
}

/**
 * Finds one program: the explicit path, `PATH`, Belfry's cache, else (with `fetch`) the distribution's package or the
 * project's release archive.
 *
 * @throws BelfryError `ENGINE_MISSING`, `ENGINE_FETCH_FAILED` or `ENGINE_CHECKSUM`.
 */
export async function findProgram(name: ProgramName, options: FindOptions): Promise<Program> {
  const { found, missing } = await findPrograms([name], options)
  const program = found.get(name)
  if (program === undefined) throw missing.get(name) ?? new BelfryError('ENGINE_MISSING', `${name} was not found`)
  return program
}

/** Finds several programs, and fetches those that are missing together. */
export async function findPrograms(names: readonly ProgramName[], _options: FindOptions): Promise<FoundPrograms> {
  const missing = names.map((name) => [name, new BelfryError('ENGINE_MISSING', `${name} was not found`)] as const)
  return { found: new Map(), missing: new Map(missing) }
}

/** Path of a program of the same folder: `initdb`, `psql`, `pg_isready` of PostgreSQL. */
export function companionPath(program: Program, name: string): string {
  return join(dirname(program.path), name)
}
