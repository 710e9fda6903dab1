import { existsSync } from 'node:fs'
import { cp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

const blockName = /^[0-9A-HJKMNP-TV-Z]{26}$/

/** Whether a Prometheus has run on a data folder. */
export function hasRunBefore(dataDir: string): boolean {
  return existsSync(join(dataDir, 'wal'))
}

/** Copies blocks into the data folder of a Prometheus that has not run yet; what an interrupted try has left goes first. */
export async function storeBlocks(from: string, dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const old = blockName.test(name) || name.endsWith('.tmp-for-creation')
    if (old) await rm(join(dataDir, name), { recursive: true, force: true })
  }
  for (const name of (await readdir(from)).filter((one) => blockName.test(one))) {
    // Prometheus removes folders of such a name when it starts.
    const draft = join(dataDir, `${name}.tmp-for-creation`)
    await cp(join(from, name), draft, { recursive: true })
    await rename(draft, join(dataDir, name))
  }
}
