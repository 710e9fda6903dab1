import { BelfryError } from '../errors/belfry-error.ts'
import { withCacheLock } from './cache-lock.ts'
import { type FetchRequest, fetchPackages } from './fetch-packages.ts'
import { fetchRelease } from './fetch-release.ts'
import { locateInCache } from './locate-program.ts'
import { isOnPath } from './on-path.ts'
import type { Program, ProgramName } from './program.ts'
import { type ProgramFacts, pathVariable, platformOf, programs } from './programs.ts'

/** What came of each program: the program, or why it cannot be had. */
export type Fetched = ReadonlyMap<ProgramName, Program | BelfryError>

/**
 * Brings programs into the cache: packages on Debian and Ubuntu, unless archives of a given server are wanted; release
 * archives elsewhere.
 */
export async function fetchPrograms(
  names: readonly ProgramName[],
  request: FetchRequest & { readonly archiveBaseUrl: string | undefined },
): Promise<Fetched> {
  return withCacheLock(request.cacheDir, request, async () => {
    const failures = new Map<ProgramName, BelfryError>()
    const missing = await notInCache(names, request)
    const usePackages = request.archiveBaseUrl === undefined && (await hasApt())
    const packaged = usePackages ? await fetchByPackage(missing, request, failures) : []
    for (const name of missing.filter((name) => !packaged.includes(name))) {
      // Of two programs of one archive the first one brings the second.
      if ((await locateInCache(name, request.cacheDir, request.suite)) !== null) continue
      await noteFailure(failures, [name], () => fetchByArchive(name, request))
    }
    const results = names.map(async (name) => [name, await outcome(name, request, failures)] as const)
    return new Map(await Promise.all(results))
  })
}

/** Returns the programs that need no other way: those that were unpacked, and those that failed. */
async function fetchByPackage(
  missing: readonly ProgramName[],
  request: FetchRequest,
  failures: Map<ProgramName, BelfryError>,
): Promise<readonly ProgramName[]> {
  const names = missing.filter((name) => programs[name].packages.length > 0)
  if (names.length === 0) return []
  let done = names
  await noteFailure(failures, names, async () => {
    done = [...(await fetchPackages(names, request))]
  })
  return done
}

async function fetchByArchive(
  name: ProgramName,
  request: FetchRequest & { readonly archiveBaseUrl: string | undefined },
): Promise<void> {
  const { release } = programs[name]
  const platform = platformOf(process)
  if (release === null || request.suite !== undefined) {
    throw new BelfryError('ENGINE_MISSING', `${name} is not on this machine, and cannot be fetched for it`)
  }
  await fetchRelease(release, { ...request, platform })
}

async function noteFailure(
  failures: Map<ProgramName, BelfryError>,
  names: readonly ProgramName[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof BelfryError)) throw error
    for (const name of names) failures.set(name, explain(name, error))
  }
}

async function outcome(
  name: ProgramName,
  { cacheDir, suite }: FetchRequest,
  failures: ReadonlyMap<ProgramName, BelfryError>,
): Promise<Program | BelfryError> {
  const failure = failures.get(name)
  if (failure !== undefined) return failure
  const program = await locateInCache(name, cacheDir, suite)
  if (program !== null) return { ...program, origin: 'fetched' }
  return explain(name, new BelfryError('ENGINE_FETCH_FAILED', 'it was fetched, but does not run on this machine'))
}

async function notInCache(names: readonly ProgramName[], request: FetchRequest): Promise<readonly ProgramName[]> {
  const located = await Promise.all(names.map((name) => locateInCache(name, request.cacheDir, request.suite)))
  return names.filter((_, index) => located[index] === null)
}

/** Says which program is missing and what a person can do about it. */
function explain(name: ProgramName, error: BelfryError): BelfryError {
  const message = error.message.startsWith(name) ? error.message : `${name}: ${error.message}`
  return new BelfryError(error.code, message, {
    hint: [error.hint, installHint(name, programs[name])].filter((text) => text !== '').join(' '),
    cause: error,
  })
}

/** What a person can do when a program is missing. */
export function installHint(name: ProgramName, { installName }: ProgramFacts): string {
  const install = installName === '' ? 'Name' : `Install it (apt-get install ${installName}), or name`
  return `${install} the program in ${pathVariable(name)}.`
}

async function hasApt(): Promise<boolean> {
  return (await isOnPath('apt-get')) && (await isOnPath('dpkg-deb'))
}
