import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { manifestPath, renderedDir } from '../model/names.ts'
import { isInOwnFolder } from './artifact-path.ts'
import { sha256 } from './sha256.ts'

/** What stands at a path. Only plain files are read; links, sockets and the like are `other`. */
export type TreeEntry =
  | { readonly kind: 'file'; readonly sha256: string; readonly executable: boolean }
  | { readonly kind: 'folder' }
  | { readonly kind: 'other'; readonly what: string }

/** By path, relative to the output folder. */
export type Tree = ReadonlyMap<string, TreeEntry>

/**
 * Reads everything in the folder that belongs to Belfry but for the manifest, and the files beside it that are asked for.
 *
 * @param paths - those within the folder need no asking.
 */
export function readTree(outDir: string, paths: Iterable<string>): Tree {
  const entries = new Map<string, TreeEntry>()
  for (const path of new Set([renderedDir, ...paths])) {
    if (isInOwnFolder(path)) continue
    const stats = lstatSync(join(outDir, path), { throwIfNoEntry: false })
    if (stats !== undefined) entries.set(path, describe(join(outDir, path), stats))
  }
  if (entries.get(renderedDir)?.kind === 'folder') readFolder(outDir, renderedDir, entries)
  if (entries.get(manifestPath)?.kind === 'file') entries.delete(manifestPath)
  return entries
}

/** Text of the manifest; `null` when there is none. */
export function readManifest(outDir: string): string | null {
  const path = join(outDir, manifestPath)
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : null
}

function readFolder(outDir: string, folder: string, entries: Map<string, TreeEntry>): void {
  for (const entry of readdirSync(join(outDir, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    const absolute = join(outDir, path)
    if (entry.isFile()) entries.set(path, describe(absolute, lstatSync(absolute)))
    else entries.set(path, describe(absolute, entry))
    if (entry.isDirectory()) readFolder(outDir, path, entries)
  }
}

function describe(path: string, entry: Stats | Dirent): TreeEntry {
  if (entry.isDirectory()) return { kind: 'folder' }
  if (entry.isSymbolicLink()) return { kind: 'other', what: 'a symbolic link' }
  if (!entry.isFile()) return { kind: 'other', what: 'no plain file' }
  const executable = 'mode' in entry && (Number(entry.mode) & 0o100) !== 0
  return { kind: 'file', sha256: sha256(readFileSync(path)), executable }
}
