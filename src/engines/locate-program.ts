import { readdir, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { foldersOfPath, isExecutable } from './on-path.ts'
import type { Program, ProgramName } from './program.ts'
import { type ProgramFacts, pathVariable, platformOf, programs } from './programs.ts'
import { readVersion } from './read-version.ts'

/** The folder of the cache that packages are unpacked in; one folder for each fetch. */
export const packagesDir = (cacheDir: string): string => join(cacheDir, 'packages')
/** The folder of the cache that release archives are unpacked in; one folder for each archive. */
export const archivesDir = (cacheDir: string): string => join(cacheDir, 'archives')
/** Begin of the name of a folder of packages. */
export const packagesPrefix = (suite: string | undefined): string => `${suite ?? 'own'}-`

/**
 * The program at a path that a person gave.
 *
 * @throws BelfryError `ENGINE_MISSING` when it is not there or does not run.
 */
export async function locateExplicit(name: ProgramName, given: string): Promise<Program> {
  const path = resolve(given)
  const program = await tryProgram(name, path, {}, 'explicit')
  if (program !== null) return program
  const reason = (await isExecutable(path)) ? `does not run as ${name}` : 'is no program'
  throw new BelfryError('ENGINE_MISSING', `the path given for ${name} ${reason}: ${path}`, {
    hint: [`It is given in ${pathVariable(name)}.`, companionHint(programs[name])].join(' ').trim(),
  })
}

/** The program on `PATH` or in the folders that distributions use. */
export async function locateOnPath(name: ProgramName): Promise<Program | null> {
  const facts = programs[name]
  const folders = [...foldersOfPath()]
  for (const pattern of facts.folders) folders.push(...(await newestFirst(pattern)))
  for (const folder of folders) {
    for (const executable of facts.executables) {
      const program = await tryProgram(name, join(folder, executable), {}, 'path')
      if (program !== null) return program
    }
  }
  return null
}

/** The program in the cache: an unpacked package of the suite, else the release archive of the pinned version. */
export async function locateInCache(
  name: ProgramName,
  cacheDir: string,
  suite: string | undefined,
): Promise<Program | null> {
  const facts = programs[name]
  for (const root of await packageRoots(cacheDir, suite)) {
    const env = await libraryEnvironment(root)
    for (const folder of [join(root, 'usr/bin'), ...(await debianFolders(root, facts))]) {
      for (const executable of facts.executables) {
        const program = await tryProgram(name, join(folder, executable), env, 'cache')
        if (program !== null) return { ...program, homeDir: root }
      }
    }
  }
  if (facts.release === null || suite !== undefined) return null
  const home = join(archivesDir(cacheDir), facts.release.file(platformOf(process)).replace(/\.tar\.gz$/, ''))
  const program = await tryProgram(name, join(home, facts.release.executable), {}, 'cache')
  return program === null ? null : { ...program, homeDir: home }
}

async function tryProgram(
  name: ProgramName,
  path: string,
  env: Program['env'],
  origin: Program['origin'],
): Promise<Program | null> {
  if (!(await isExecutable(path))) return null
  const { companions } = programs[name]
  // The companions of a linked program stand beside its target.
  const real = companions.length > 0 ? await realpath(path) : path
  const folder = dirname(real)
  const complete = await Promise.all(companions.map((companion) => isExecutable(join(folder, companion))))
  if (complete.includes(false)) return null
  const version = await readVersion(real, env)
  return version === null ? null : { name, path: real, env, version, origin, homeDir: dirname(folder) }
}

async function packageRoots(cacheDir: string, suite: string | undefined): Promise<readonly string[]> {
  const folder = packagesDir(cacheDir)
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => name.startsWith(packagesPrefix(suite)))
    .sort()
    .reverse()
    .map((name) => join(folder, name))
}

/** Unpacked libraries stand in folders that the loader does not know. */
async function libraryEnvironment(root: string): Promise<Readonly<Record<string, string>>> {
  const folders: string[] = []
  for (const base of ['usr/lib', 'lib']) {
    for (const name of await readdir(join(root, base)).catch(() => [])) {
      if (name.includes('-linux-')) folders.push(join(root, base, name))
    }
  }
  return folders.length === 0 ? {} : { LD_LIBRARY_PATH: folders.join(':') }
}

async function debianFolders(root: string, facts: ProgramFacts): Promise<readonly string[]> {
  const found = await Promise.all(facts.folders.map((pattern) => newestFirst(join(root, pattern))))
  return found.flat()
}

/** The folders that a pattern matches, highest version first. */
async function newestFirst(pattern: string): Promise<readonly string[]> {
  const star = pattern.indexOf('*')
  if (star < 0) return [pattern]
  const parent = dirname(`${pattern.slice(0, star)}x`)
  const start = pattern.slice(parent.length + 1, star)
  const rest = pattern.slice(star + 1)
  const names = await readdir(parent).catch(() => [])
  return names
    .filter((name) => name.startsWith(start))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => `${join(parent, name)}${rest}`)
}

function companionHint({ companions }: ProgramFacts): string {
  return companions.length === 0 ? '' : `${companions.join(', ')} must stand in the same folder.`
}
