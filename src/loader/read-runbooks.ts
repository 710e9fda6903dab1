import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runbook } from '../model/model.ts'

/**
 * All runbook pages below a folder, `<system>/<Alert>.md`, in stable order; none when the folder is missing.
 * There are a hundred small ones, and to wait for each costs several times what reading it does.
 */
export function readRunbooks(dir: string): readonly Runbook[] {
  if (!existsSync(dir)) return []
  const systems = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return systems.flatMap((system) => readSystem(dir, system))
}

function readSystem(dir: string, system: string): readonly Runbook[] {
  const names = readdirSync(join(dir, system)).filter((name) => name.endsWith('.md'))
  return names.sort().map((name) => {
    const file = join(dir, system, name)
    const text = readFileSync(file, 'utf8')
    return { system, alert: name.slice(0, -'.md'.length), text, place: { file, line: 1, column: 1 } }
  })
}
