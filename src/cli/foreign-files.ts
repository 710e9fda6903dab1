import { readdir, readFile, stat } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'

/** A file of a stranger's. */
export interface NamedFile {
  /** As it is shown: as it was named, or below the folder that was named. */
  readonly name: string
  readonly text: string
  /** Named by itself; one that was found in a folder may be something else. */
  readonly isNamed: boolean
}

/** Larger ones are no configuration that a person wrote. */
const largestBytes = 64 * 1024 * 1024

/**
 * Reads the files that were named, and those with the endings in the folders that were named.
 *
 * @throws BelfryError `BAD_OPTION` when one does not exist, or a folder has none.
 */
export async function readForeignFiles(
  option: string,
  paths: readonly string[],
  endings: readonly string[],
): Promise<readonly NamedFile[]> {
  const found = await Promise.all(paths.map((path) => filesAt(option, path, endings)))
  const unique = new Map(found.flat().map((file) => [file.name, file]))
  return Promise.all([...unique.values()].map(async (file) => ({ ...file, text: await textOf(option, file.name) })))
}

async function filesAt(
  option: string,
  path: string,
  endings: readonly string[],
): Promise<readonly Omit<NamedFile, 'text'>[]> {
  const stats = await stat(path).catch((cause: unknown) => refuse(option, path, reasonOf(path, cause)))
  if (!stats.isDirectory()) {
    if (stats.size > largestBytes) refuse(option, path, 'too large')
    return [{ name: normalize(path), isNamed: true }]
  }
  const entries = await readdir(path, { withFileTypes: true, recursive: true })
  const names = entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((name) => !name.includes('node_modules'))
  if (names.length === 0) refuse(option, path, `no file that ends in ${endings.join(', ')}`)
  return names.sort().map((name) => ({ name, isNamed: false }))
}

async function textOf(option: string, path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch((cause: unknown) => refuse(option, path, reasonOf(path, cause)))).replace(
    /^\ufeff/,
    '',
  )
}

function refuse(option: string, path: string, reason: string): never {
  throw new BelfryError('BAD_OPTION', `${option} ${path}: ${reason}`)
}

function reasonOf(path: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : ''
  if (code === 'ENOENT') {
    if (path === '-') return 'there is no such file; the standard input is /dev/stdin'
    return /[*?[{]/.test(path)
      ? 'there is no such file; patterns are for the shell to fill in, and a folder stands for all files in it'
      : 'there is no such file'
  }
  return code === 'EACCES' ? 'it may not be read' : String(cause)
}
