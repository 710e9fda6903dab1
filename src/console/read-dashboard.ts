import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const uidPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** A dashboard as Grafana reads it; `null` when there is none of that uid. */
export async function readDashboard(dashboardsDir: string, uid: string): Promise<string | null> {
  if (!uidPattern.test(uid)) return null
  const folders = await readdir(dashboardsDir, { withFileTypes: true }).catch(() => [])
  for (const folder of folders.filter((entry) => entry.isDirectory())) {
    const text = await readFile(join(dashboardsDir, folder.name, `${uid}.json`), 'utf8').catch(() => null)
    if (text !== null) return text
  }
  return null
}
