import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ProgramName } from './program.ts'
import { programs } from './programs.ts'

/** Below the root of unpacked packages: programs whose fixed folder was changed. */
const movedDir = 'usr/libexec/belfry'

/**
 * Debian builds Prometheus and Alertmanager to read web pages and notification templates from a folder below `/usr`,
 * without which Alertmanager does not start. The unpacked program is changed to read them from its working folder
 * instead, and a start script in its place chooses that folder. Paths given to such a program must be absolute.
 */
export async function relocate(name: ProgramName, root: string): Promise<void> {
  const { fixedFolder, executables } = programs[name]
  if (fixedFolder === '') return
  for (const executable of executables) {
    const path = join(root, 'usr/bin', executable)
    if (!(await isFile(path))) continue
    const program = await readFile(path)
    if (!redirect(program, fixedFolder)) continue
    const moved = join(root, movedDir, basename(path))
    await mkdir(dirname(moved), { recursive: true, mode: 0o755 })
    await writeFile(moved, program)
    await chmod(moved, 0o755)
    await rm(path)
    await writeFile(path, startScript(basename(path), fixedFolder))
    await chmod(path, 0o755)
  }
}

/** Replaces the folder by the working folder, written in as many bytes: lengths are compiled in. */
function redirect(program: Buffer, folder: string): boolean {
  const here = `.${'/'.repeat(folder.length - 1)}`
  let at = program.indexOf(folder)
  if (at < 0) return false
  for (; at >= 0; at = program.indexOf(folder, at + folder.length)) program.write(here, at, 'latin1')
  return true
}

/** `exec` keeps the process id, so that whoever starts the script can stop the program. */
function startScript(name: string, folder: string): string {
  return `#!/bin/sh
# Starts a program in the folder whose files it reads.
root=$(dirname "$(readlink -f "$0")")/../..
cd "$root${folder}" && exec "$root/${movedDir}/${name}" "$@"
`
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  )
}
