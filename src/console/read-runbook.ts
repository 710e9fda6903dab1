import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Names of systems and alerts hold none of what makes a path. */
const name = /^[A-Za-z0-9][A-Za-z0-9_-]*$/

/** The Markdown of a runbook; `null` when there is none of that name. */
export async function readRunbook(runbooksDir: string, system: string, alert: string): Promise<string | null> {
  if (!name.test(system) || !name.test(alert)) return null
  try {
    return await readFile(join(runbooksDir, system, `${alert}.md`), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
