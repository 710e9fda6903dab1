import { BelfryError } from '../errors/belfry-error.ts'

/** Says which folder could not be written and why; an expected failure passes through. */
export function outputFailure(outDir: string, error: unknown): unknown {
  if (error instanceof BelfryError || !(error instanceof Error) || !('code' in error)) return error
  const reason = reasons[String(error.code)]
  if (reason === undefined) return error
  const path = 'path' in error && typeof error.path === 'string' ? error.path : outDir
  return new BelfryError('OUTPUT_UNWRITABLE', `${outDir} cannot be written: ${path} ${reason}.`, {
    hint: 'Choose another folder, or change its permissions.',
    cause: error,
  })
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'is not writable by this user',
  EPERM: 'is not writable by this user',
  EROFS: 'stands on a read-only filesystem',
  ENOSPC: 'does not fit: the disk is full',
  EDQUOT: 'does not fit: the quota is used up',
  ENOTDIR: 'lies below a file',
  EEXIST: 'is a file',
  EISDIR: 'is a folder',
  ENOENT: 'cannot be created',
  ENAMETOOLONG: 'has too long a name',
  ELOOP: 'is a loop of symbolic links',
}
