import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Artifact } from '../model/artifact.ts'
import { keepForLater } from './keep-for-later.ts'

/** Renderings that are kept; each environment, placement and edit makes one. */
const kept = 12

/**
 * Artifacts by what they are made from. Rendering is pure, so equal inputs need not be rendered again.
 *
 * @param inputs - everything that the artifacts depend on.
 * @param render - makes them when they are not there; when it throws, nothing is kept.
 */
export async function cachedArtifacts(
  cacheDir: string,
  inputs: readonly unknown[],
  render: () => Promise<readonly Artifact[]>,
): Promise<readonly Artifact[]> {
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32)
  const path = join(cacheDir, `${key}.json`)
  const known = await readFile(path, 'utf8').catch(() => null)
  if (known !== null) return JSON.parse(known) as readonly Artifact[]
  const artifacts = await render()
  await keepForLater('the rendering', async () => {
    await mkdir(cacheDir, { recursive: true })
    const temporary = `${path}.${process.pid}`
    await writeFile(temporary, JSON.stringify(artifacts))
    await rename(temporary, path)
    await dropOldest(cacheDir)
  })
  return artifacts
}

async function dropOldest(cacheDir: string): Promise<void> {
  const names = await readdir(cacheDir)
  const dated = await Promise.all(names.map(async (name) => ({ name, time: await modified(join(cacheDir, name)) })))
  const old = dated.sort((a, b) => b.time - a.time).slice(kept)
  await Promise.all(old.map(({ name }) => rm(join(cacheDir, name), { force: true })))
}

/** Another run may have dropped the file meanwhile. */
async function modified(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
