import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import { type Artifact, artifact } from '../model/artifact.ts'
import { manifestPath } from '../model/names.ts'
import type { TreeComparison } from './compare-tree.ts'
import type { Journal } from './journal.ts'
import { sha256 } from './sha256.ts'

/**
 * Puts all new content and a prepared journal into the staging folder, on the disk for good.
 *
 * @param tree - the comparison whose differences are written, edited and added files included.
 */
export async function stageWrite(
  outDir: string,
  dir: string,
  artifacts: readonly Artifact[],
  tree: TreeComparison,
): Promise<void> {
  await clearStaging(dir)
  const { journal, contents } = journalOf(artifacts, tree)
  for (const { path } of [...journal.remove, ...journal.write]) assertWritable(outDir, path)
  const files = join(dir, 'files')
  await mkdir(files)
  await Promise.all(contents.map(({ staged, content, mode }) => writeDurably(join(files, staged), content, mode)))
  await writeDurably(join(dir, 'journal.prepared.json'), JSON.stringify(journal), 0o644)
}

/** Removes what a write left that was never committed. */
export async function clearStaging(dir: string): Promise<void> {
  await rm(join(dir, 'journal.prepared.json'), { force: true })
  await rm(join(dir, 'files'), { recursive: true, force: true })
}

/** Whether a write stands in the folder that will be done, by now or by the next run. */
export function isCommitted(dir: string): boolean {
  return existsSync(join(dir, 'journal.json'))
}

function journalOf(artifacts: readonly Artifact[], tree: TreeComparison) {
  const changed = new Set([...tree.create, ...tree.update, ...tree.edited, ...tree.added])
  const wanted = new Set(artifacts.map(({ path }) => path))
  // The manifest comes last: as long as it is the old one, the files before it count as Belfry's.
  const written = [
    ...artifacts.filter(({ path }) => changed.has(path)),
    ...(tree.manifest.upToDate ? [] : [artifact(manifestPath, tree.manifest.text)]),
  ].map((one, index) => ({ ...one, staged: String(index) }))
  const manifestHash = tree.manifest.known === null ? '' : sha256(tree.manifest.known)
  const before = (path: string): string => (path === manifestPath ? manifestHash : (tree.hashes.get(path) ?? ''))
  const journal: Journal = {
    version: 1,
    remove: [...tree.remove, ...tree.edited, ...tree.added]
      .filter((path) => !wanted.has(path))
      .map((path) => ({ path, before: before(path) })),
    write: written.map(({ path, staged }) => ({ path, staged, before: before(path) })),
  }
  return { journal, contents: written }
}

async function writeDurably(path: string, content: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(content)
    await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Found before the commit, a folder that cannot be changed leaves everything as it was. */
function assertWritable(outDir: string, path: string): void {
  let folder = dirname(join(outDir, path))
  while (!existsSync(folder)) folder = dirname(folder)
  // A file that will make room for a folder is judged by the folder that it stands in.
  if (!statSync(folder).isDirectory()) folder = dirname(folder)
  accessSync(folder, constants.W_OK)
  if (statSync(folder).dev === statSync(outDir).dev) return
  throw new BelfryError('OUTPUT_UNWRITABLE', `${folder} stands on another filesystem than ${outDir}.`, {
    hint: 'Files are replaced as a whole, which needs one filesystem.',
  })
}
