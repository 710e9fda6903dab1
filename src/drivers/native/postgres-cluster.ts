import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writeSecret } from '../secrets.ts'
import type { Launch } from './record.ts'
import { runTool } from './run-tool.ts'
import { adminPasswordPath, secretsDir } from './state-paths.ts'

/** The superuser of the demo's cluster; the stack itself connects as a role that only reads. */
export const adminUser = 'belfry_admin'

/** Makes the database cluster of the demo when there is none; an interrupted attempt leaves none. */
export async function ensureCluster(stateDir: string, launch: Launch, signal: AbortSignal): Promise<void> {
  if (existsSync(join(launch.dataDir, 'cluster', 'PG_VERSION'))) return
  const password = await makeAdminPassword(stateDir)
  const draft = `${launch.dataDir}/draft`
  const passwordFile = `${launch.dataDir}/password`
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (launch.user !== null) chownSync(passwordFile, launch.user.uid, launch.user.gid)
  try {
    await runTool(
      {
        path: join(dirname(launch.path), 'initdb'),
        args: [
          ...['-D', draft, '-U', adminUser, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8'],
          // macOS has no C.UTF-8.
          `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
          ...['--no-sync', '--no-instructions'],
        ],
        env: launch.env,
        user: launch.user,
        input: '',
        failure: 'PostgreSQL could not make its cluster',
      },
      signal,
    )
    renameSync(draft, join(launch.dataDir, 'cluster'))
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

async function makeAdminPassword(stateDir: string): Promise<string> {
  const path = adminPasswordPath(stateDir)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  await mkdir(secretsDir(stateDir), { recursive: true, mode: 0o700 })
  const password = randomBytes(24).toString('hex')
  await writeSecret(path, password)
  return password
}
