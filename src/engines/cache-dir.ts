import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'

/**
 * Belfry's cache: `BELFRY_CACHE`, else a folder of the system for root, else one of the user.
 * Root's own home is closed to the unprivileged user that PostgreSQL runs as.
 *
 * @throws BelfryError `BAD_OPTION` when `BELFRY_CACHE` is not absolute.
 */
export function cacheDir(): string {
  const { BELFRY_CACHE, XDG_CACHE_HOME } = process.env
  if (BELFRY_CACHE !== undefined && BELFRY_CACHE !== '') {
    if (!isAbsolute(BELFRY_CACHE)) throw new BelfryError('BAD_OPTION', 'BELFRY_CACHE must be an absolute path')
    return BELFRY_CACHE
  }
  if (process.getuid?.() === 0) return '/var/cache/belfry'
  const base = XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache')
  return join(base, 'belfry')
}
