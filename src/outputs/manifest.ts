import type { Artifact } from '../model/artifact.ts'
import { isOwnPath } from './artifact-path.ts'
import { sha256 } from './sha256.ts'

/** What Belfry wrote last: path to hash. */
export type Manifest = ReadonlyMap<string, string>

/** The text of `.manifest.json`: sorted, without dates, so that it changes only with the files. */
export function formatManifest(artifacts: readonly Artifact[]): string {
  const sorted = [...artifacts].sort((a, b) => (a.path < b.path ? -1 : 1))
  const files = Object.fromEntries(
    sorted.map(({ path, content, mode }) => [path, { sha256: sha256(content), mode: mode.toString(8) }]),
  )
  return `${JSON.stringify({ version: 1, files }, null, 2)}\n`
}

/** Reads a manifest. One that is missing or not understood knows no files: what stands there counts as a person's. */
export function parseManifest(text: string | null): Manifest {
  const manifest = new Map<string, string>()
  if (text === null) return manifest
  try {
    const parsed = JSON.parse(text) as { version?: unknown; files?: Record<string, { sha256?: unknown }> }
    if (parsed.version !== 1) return manifest
    for (const [path, entry] of Object.entries(parsed.files ?? {})) {
      if (isOwnPath(path) && typeof entry.sha256 === 'string') manifest.set(path, entry.sha256)
    }
  } catch {
    return new Map()
  }
  return manifest
}
