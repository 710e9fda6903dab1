import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runbook } from '../model/model.ts'

/** All runbook pages below a folder, `<system>/<Alert>.md`, in stable order; none when the folder is missing. */
export async function readRunbooks(dir: string): Promise<readonly Runbook[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => [])
  const systems = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const pages = await Promise.all(systems.map((system) => readSystem(dir, system)))
  return pages.flat()
}

async function readSystem(dir: string, system: string): Promise<readonly Runbook[]> {
  const names = (await readdir(join(dir, system))).filter((name) => name.endsWith('.md')).sort()
  return Promise.all(
    names.map(async (name) => {
      const file = join(dir, system, name)
      const text = await readFile(file, 'utf8')
      return { system, alert: name.slice(0, -'.md'.length), text, place: { file, line: 1, column: 1 } }
    }),
  )
}
