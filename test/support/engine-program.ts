import { access, constants, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '../../src/engines/find-program.ts'
import type { ProgramName } from '../../src/engines/program.ts'

export interface EngineProgram {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

const debianPostgres = '/usr/lib/postgresql'

/**
 * A program to test with: the one that Belfry itself would run, without fetching, else one of `PATH` or Debian's PostgreSQL folder.
 *
 * @throws BelfryError `ENGINE_MISSING` when there is none.
 */
export async function engineProgram(name: ProgramName): Promise<EngineProgram> {
  try {
    return await findProgram(name, { fetch: false })
  } catch (error) {
    const folders = (process.env['PATH'] ?? '').split(':')
    const versions = await readdir(debianPostgres).catch(() => [])
    folders.push(
      ...versions
        .sort()
        .reverse()
        .map((version) => join(debianPostgres, version, 'bin')),
    )
    for (const folder of folders) {
      const path = join(folder, name)
      if (await executable(path)) return { path, env: {} }
    }
    throw error
  }
}

function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
