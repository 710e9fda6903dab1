import { BelfryError } from '../errors/belfry-error.ts'
import { type Resolution, resolve } from '../model/resolve.ts'
import type { ResolveRequest } from '../model/resolve-request.ts'
import type { LoadedStack } from './load-stack.ts'

/**
 * Resolves a loaded stack; problems carry places in the author's files.
 *
 * @throws BelfryError `SPEC_BROKEN` when the author's own code throws.
 */
export async function resolveStack(
  loaded: LoadedStack,
  request: Omit<ResolveRequest, 'runbooks' | 'runbookLayout'>,
): Promise<Resolution> {
  const { runbooks, runbookLayout } = loaded
  let resolution: Resolution
  try {
    resolution = resolve(loaded.spec, { ...request, runbooks, runbookLayout })
  } catch (error) {
    throw new BelfryError('SPEC_BROKEN', `the spec throws while it is resolved: ${await loaded.describe(error)}`, {
      cause: error,
    })
  }
  return resolution.model === null ? { model: null, problems: await loaded.located(resolution.problems) } : resolution
}
