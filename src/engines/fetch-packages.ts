import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { type Apt, machineListsAreFresh, openApt } from './apt.ts'
import { packagesDir, packagesPrefix } from './locate-program.ts'
import type { ProgramName } from './program.ts'
import { programs } from './programs.ts'
import { relocate } from './relocate.ts'
import { lastLine, runCommand } from './run-command.ts'
import { withUnpackingFolder } from './unpacking-folder.ts'

export interface FetchRequest {
  readonly cacheDir: string
  readonly suite: string | undefined
  readonly report: (text: string) => void
  readonly signal: AbortSignal | undefined
}

/**
 * Downloads and unpacks the distribution's packages of programs into a new folder of the cache.
 * Nothing is installed, no script of a package is run.
 *
 * @returns the programs that were unpacked; the distribution has no package of the others.
 * @throws BelfryError `ENGINE_FETCH_FAILED`.
 */
export async function fetchPackages(
  names: readonly ProgramName[],
  request: FetchRequest,
): Promise<readonly ProgramName[]> {
  const folder = packagesDir(request.cacheDir)
  return withUnpackingFolder(folder, async (work) => {
    const root = join(work, 'root')
    await mkdir(join(work, 'debs'))
    await mkdir(root)
    const packaged = await download(names, join(work, 'debs'), request)
    if (packaged.length === 0) return []
    await unpack(join(work, 'debs'), root, request)
    await dropJustInTimeCompiler(root)
    for (const name of packaged) await relocate(name, root)
    await chmod(root, 0o755)
    // Sortable: of two fetches the newer one is found first.
    await rename(root, join(folder, `${packagesPrefix(request.suite)}${Date.now()}`))
    return packaged
  })
}

async function download(
  names: readonly ProgramName[],
  folder: string,
  request: FetchRequest,
): Promise<readonly ProgramName[]> {
  if (request.suite === undefined && (await machineListsAreFresh())) {
    try {
      return await downloadWith(await openApt({ ...request, ownLists: false }), names, folder, request)
    } catch (error) {
      // The machine's lists may name versions that the server no longer has.
      if (request.signal?.aborted === true || !(error instanceof BelfryError)) throw error
    }
  }
  return downloadWith(await openApt({ ...request, ownLists: true }), names, folder, request)
}

async function downloadWith(
  apt: Apt,
  names: readonly ProgramName[],
  folder: string,
  { suite, report }: FetchRequest,
): Promise<readonly ProgramName[]> {
  const known = await apt.names()
  const chosen = new Map(names.map((name) => [name, choosePackages(known, name)]))
  const packaged = names.filter((name) => (chosen.get(name) ?? []).length > 0)
  const wanted = [...new Set([...chosen.values()].flat())]
  if (wanted.length === 0) return []
  // A foreign suite's libraries do not fit this machine's; its programs that need none do.
  const libraries = suite === undefined ? (await apt.resolve(wanted)).filter(isLibrary) : []
  const packages = [...new Set([...wanted, ...libraries])]
  const megabytes = Math.ceil((await apt.size(packages)) / 1e6)
  report(`downloading ${wanted.join(', ')} (${packages.length} packages, ${megabytes} MB)`)
  await apt.download(packages, folder)
  return packaged
}

/** For each pattern of the program the last package in natural order; nothing when one of them has none. */
function choosePackages(known: readonly string[], name: ProgramName): readonly string[] {
  const chosen = programs[name].packages.map((pattern) =>
    known
      .filter((candidate) => pattern.test(candidate))
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1),
  )
  return chosen.includes(undefined) ? [] : chosen.filter((candidate) => candidate !== undefined)
}

/**
 * Of all dependencies only shared libraries are unpacked: not those of other languages, and not the C library, which
 * every process has already, and not the 100 MB of PostgreSQL's just-in-time compiler.
 */
function isLibrary(name: string): boolean {
  return name.startsWith('lib') && !/^lib(?:c6|c-|js-|llvm|z3-|perl|python)|-(?:perl|dev|doc|data)$/.test(name)
}

async function unpack(debs: string, root: string, { report, signal }: FetchRequest): Promise<void> {
  const files = (await readdir(debs)).filter((name) => name.endsWith('.deb')).sort()
  for (const [index, file] of files.entries()) {
    report(`unpacking ${file.split('_')[0]} (${index + 1} of ${files.length})`)
    const result = await runCommand('dpkg-deb', ['-x', join(debs, file), root], {
      timeoutMs: 300_000,
      signal,
    })
    if (result.exitCode !== 0) throw new BelfryError('ENGINE_FETCH_FAILED', `${file}: ${lastLine(result)}`)
  }
}

/** Without this file PostgreSQL does without the compiler; with it, queries fail for want of its library. */
async function dropJustInTimeCompiler(root: string): Promise<void> {
  const parent = join(root, 'usr/lib/postgresql')
  for (const version of await readdir(parent).catch(() => [])) {
    await rm(join(parent, version, 'lib/llvmjit.so'), { force: true })
  }
}
