import { access, constants, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** The folders of `PATH`. */
export function foldersOfPath(): readonly string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
}

/** Whether a program of that name is on `PATH`. */
export async function isOnPath(name: string): Promise<boolean> {
  const found = await Promise.all(foldersOfPath().map((folder) => isExecutable(join(folder, name))))
  return found.includes(true)
}

/** Whether a path is a file that this user may run. */
export async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
