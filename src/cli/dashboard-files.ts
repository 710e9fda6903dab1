import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { suggestHint } from '../errors/suggest.ts'
import { grafanaDashboardsDir } from '../model/names.ts'

/** A dashboard as a file. */
export interface DashboardFile {
  /** Names pictures of it: the file's name without its ending. */
  readonly name: string
  readonly json: unknown
}

/**
 * The rendered dashboards of this folder, or those that are named: by uid, or by its last part.
 *
 * @throws BelfryError `BAD_OPTION` for a name that none has, `CONFIG_INVALID` for what is no JSON.
 */
export async function renderedDashboards(names: readonly string[]): Promise<readonly DashboardFile[]> {
  const entries = await readdir(grafanaDashboardsDir, { withFileTypes: true, recursive: true }).catch(() => [])
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  if (paths.length === 0)
    throw new BelfryError('BAD_OPTION', `${grafanaDashboardsDir} holds no dashboard`, {
      hint: 'Run `belfry generate` first, or give a file with --dashboard-file.',
    })
  if (names.length === 0) return Promise.all(paths.map(readDashboard))
  return Promise.all(
    names.map((name) => {
      const path = paths.find((one) => nameOf(one) === name) ?? paths.find((one) => nameOf(one).endsWith(`-${name}`))
      if (path !== undefined) return readDashboard(path)
      throw new BelfryError('BAD_OPTION', `there is no dashboard ${name}`, {
        hint: suggestHint(name, paths.map(nameOf)),
      })
    }),
  )
}

/** @throws BelfryError `CONFIG_INVALID` for a file that cannot be read or is no JSON. */
export async function readDashboard(path: string): Promise<DashboardFile> {
  try {
    return { name: nameOf(path), json: JSON.parse(await readFile(path, 'utf8')) }
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is no JSON' : 'cannot be read'
    throw new BelfryError('CONFIG_INVALID', `${path} ${reason}`, { cause })
  }
}

const nameOf = (path: string): string => basename(path).replace(/\.json$/, '')
