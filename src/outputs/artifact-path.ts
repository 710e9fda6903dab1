import { BelfryError } from '../errors/belfry-error.ts'
import type { Artifact } from '../model/artifact.ts'
import { manifestPath, renderedDir } from '../model/names.ts'

/**
 * Refuses artifacts that may not be written: only the folder that belongs to Belfry and files beside it are its to write.
 *
 * @throws BelfryError `SPEC_BROKEN` for a path that leads elsewhere or comes twice.
 */
export function assertArtifactPaths(artifacts: readonly Artifact[]): void {
  const seen = new Set<string>()
  for (const { path } of artifacts) {
    if (!isOwnPath(path)) throw refused(path, 'it leads out of the folders that Belfry writes')
    if (seen.has(path)) throw refused(path, 'two renderers made it')
    seen.add(path)
  }
}

/** Whether a path, of an artifact or of a manifest that anybody may have changed, is one that Belfry writes. */
export function isOwnPath(path: string): boolean {
  if (path === manifestPath || /[\\\0]/.test(path)) return false
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return false
  return parts.length === 1 ? path !== renderedDir && !path.startsWith('.belfry') : parts[0] === renderedDir
}

/** Whether a path stands in the folder that belongs to Belfry, where nothing else may be. */
export function isInOwnFolder(path: string): boolean {
  return path.startsWith(`${renderedDir}/`)
}

function refused(path: string, reason: string): BelfryError {
  return new BelfryError('SPEC_BROKEN', `${JSON.stringify(path)} cannot be written: ${reason}.`)
}
