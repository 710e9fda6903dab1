import type { Artifact } from '../model/artifact.ts'
import { renderedDir } from '../model/names.ts'
import { assertArtifactPaths, isInOwnFolder } from './artifact-path.ts'
import { formatManifest, type Manifest, parseManifest } from './manifest.ts'
import { readManifest, readTree, type Tree, type TreeEntry } from './read-tree.ts'
import { sha256 } from './sha256.ts'

/** How a folder differs from what it should hold; every path stands in one list at most. */
export interface TreeComparison {
  /** Not there yet. */
  readonly create: readonly string[]
  /** Written by Belfry, and different now. */
  readonly update: readonly string[]
  /** Written by Belfry, and no longer rendered. */
  readonly remove: readonly string[]
  readonly unchanged: readonly string[]
  /** Written by Belfry, and changed by somebody since. */
  readonly edited: readonly string[]
  /** Not written by Belfry: strays in its folder, and files that stand where it would write. */
  readonly added: readonly string[]
  /** What cannot be overwritten at all, with what it is. */
  readonly blocked: readonly { readonly path: string; readonly what: string }[]
  /** The manifest as it should be, and whether it is. */
  readonly manifest: { readonly text: string; readonly upToDate: boolean; readonly known: string | null }
  /** Hashes of the files that are there now. */
  readonly hashes: ReadonlyMap<string, string>
}

/** Compares a folder with artifacts. Reads only. */
export function compareTree(outDir: string, artifacts: readonly Artifact[]): TreeComparison {
  assertArtifactPaths(artifacts)
  const wanted = new Map(artifacts.map((artifact) => [artifact.path, artifact]))
  const known = readManifest(outDir)
  const manifest = parseManifest(known)
  const tree = readTree(outDir, [...wanted.keys(), ...manifest.keys()])
  const lists = sortFiles(tree, wanted, manifest)
  const text = formatManifest(artifacts)
  return {
    ...lists,
    blocked: findBlocked(tree, wanted, new Set(lists.remove)),
    manifest: { text, upToDate: known === text, known },
    hashes: new Map([...tree].flatMap(([path, entry]) => (entry.kind === 'file' ? [[path, entry.sha256]] : []))),
  }
}

type Wanted = ReadonlyMap<string, Artifact>

function sortFiles(entries: Tree, wanted: Wanted, manifest: Manifest) {
  const lists = {
    create: [] as string[],
    update: [] as string[],
    remove: [] as string[],
    unchanged: [] as string[],
    edited: [] as string[],
    added: [] as string[],
  }
  for (const [path, artifact] of wanted) {
    const entry = entries.get(path)
    // A folder in its place is blocked, or will be gone with the files in it.
    if (entry === undefined || entry.kind === 'folder') lists.create.push(path)
    if (entry?.kind === 'file') lists[stateOf(entry, artifact, manifest.get(path))].push(path)
  }
  for (const [path, entry] of entries) {
    if (entry.kind !== 'file' || wanted.has(path)) continue
    const known = manifest.get(path)
    if (known !== undefined) lists[known === entry.sha256 ? 'remove' : 'edited'].push(path)
    else if (isInOwnFolder(path)) lists.added.push(path)
  }
  for (const list of Object.values(lists)) list.sort()
  return lists
}

function stateOf(
  entry: TreeEntry & { kind: 'file' },
  artifact: Artifact,
  known: string | undefined,
): 'unchanged' | 'update' | 'edited' | 'added' {
  // Other permission bits differ by umask, and version control does not keep them.
  const sameMode = entry.executable === ((artifact.mode & 0o100) !== 0)
  if (entry.sha256 === sha256(artifact.content)) return sameMode ? 'unchanged' : 'update'
  if (known === undefined) return 'added'
  return known === entry.sha256 ? 'update' : 'edited'
}

/** Links and other things in the way, and folders or files that stand where the other kind belongs. */
function findBlocked(entries: Tree, wanted: Wanted, removed: ReadonlySet<string>): TreeComparison['blocked'] {
  const blocked = new Map<string, string>()
  for (const [path, entry] of entries) {
    if (entry.kind === 'other') blocked.set(path, entry.what)
    if (entry.kind === 'folder' && wanted.has(path) && !isEmptied(path, entries, removed)) blocked.set(path, 'a folder')
  }
  for (const path of wanted.keys()) {
    for (const folder of foldersOf(path)) {
      if (entries.get(folder)?.kind === 'file' && !removed.has(folder)) blocked.set(folder, 'a file')
    }
  }
  if (entries.get(renderedDir)?.kind === 'file') blocked.set(renderedDir, 'a file')
  return [...blocked].map(([path, what]) => ({ path, what }))
}

function isEmptied(folder: string, entries: Tree, removed: ReadonlySet<string>): boolean {
  const below = [...entries].filter(([path, entry]) => path.startsWith(`${folder}/`) && entry.kind !== 'folder')
  return below.length > 0 && below.every(([path]) => removed.has(path))
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
