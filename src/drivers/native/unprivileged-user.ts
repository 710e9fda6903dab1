import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Whom to run as what refuses to run as root; `null` when the caller is not root anyway. */
export async function findUnprivilegedUser(): Promise<User | null> {
  if (process.getuid?.() !== 0) return null
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find(([one]) => one === name) ?? []
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) }
  }
  return null
}

/** The first folder above a path that a user cannot pass; `null` when the way is open. Folders to come are open. */
export async function findBarrier(path: string, user: Pick<User, 'uid' | 'gid'>): Promise<string | null> {
  const folder = dirname(path)
  const above = folder === path ? null : await findBarrier(folder, user)
  if (above !== null) return above
  const found = await stat(folder).catch(() => null)
  if (found === null) return null
  const { mode, uid, gid } = found
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return (mode & bit) === 0 ? folder : null
}
