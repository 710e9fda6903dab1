import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeOpenFolder } from './make-open-folder.ts'

const prefix = '.unpacking-'

/**
 * Unpacks something in a folder of its own beside its neighbours, which is gone afterwards: what is complete is moved out
 * of it. A run that was killed has left its folder, and the caller holds the lock of the cache, so that none is in use.
 *
 * @param folder - the folder of the neighbours; made when missing.
 */
export async function withUnpackingFolder<T>(folder: string, unpack: (work: string) => Promise<T>): Promise<T> {
  await makeOpenFolder(folder)
  for (const name of await readdir(folder))
    if (name.startsWith(prefix)) await rm(join(folder, name), { recursive: true, force: true })
  const work = await mkdtemp(join(folder, prefix))
  try {
    return await unpack(work)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
