import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { companionPath } from '../../engines/find-program.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { writeSecret } from '../secrets.ts'
import type { Launch } from './record.ts'
import { runTool } from './run-tool.ts'
import { adminPasswordPath, secretsDir } from './state-paths.ts'

/** The superuser of the demo's cluster; the stack itself connects as the owner of its database. */
export const adminUser = 'belfry_admin'

/** Makes the database cluster of the demo when there is none; an interrupted attempt leaves none. */
export async function ensureCluster(stateDir: string, launch: Launch, signal: AbortSignal): Promise<void> {
  if (existsSync(join(launch.dataDir, 'cluster', 'PG_VERSION'))) return
  const password = await makeAdminPassword(stateDir)
  // One of its own for each attempt: an interrupted one may still be writing.
  for (const left of readdirSync(launch.dataDir).filter((name) => name.startsWith('draft-'))) {
    rmSync(join(launch.dataDir, left), { recursive: true, force: true, maxRetries: 3 })
  }
  const draft = join(launch.dataDir, `draft-${process.pid}`)
  const passwordFile = `${draft}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (launch.user !== null) chownSync(passwordFile, launch.user.uid, launch.user.gid)
  try {
    await runTool(
      {
        path: companionPath(launch, 'initdb'),
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
    rmSync(draft, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** @throws BelfryError SECRET_MISSING when somebody removed it, without which nobody can administer the cluster. */
export function readAdminPassword(stateDir: string): string {
  const path = adminPasswordPath(stateDir)
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new BelfryError('SECRET_MISSING', `${path} is missing, and the demo database cannot be prepared without it`, {
      hint: 'Put it back, or start with new data after `belfry down --volumes`.',
      cause,
    })
  }
}

async function makeAdminPassword(stateDir: string): Promise<string> {
  if (existsSync(adminPasswordPath(stateDir))) return readAdminPassword(stateDir)
  await mkdir(secretsDir(stateDir), { recursive: true, mode: 0o700 })
  const password = randomBytes(24).toString('hex')
  await writeSecret(adminPasswordPath(stateDir), password)
  return password
}
