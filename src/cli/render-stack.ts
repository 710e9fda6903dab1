import { loadStack } from '../loader/load-stack.ts'
import type { Sources } from '../loader/read-sources.ts'
import type { Artifact } from '../model/artifact.ts'
import { renderAll } from '../renderers/renderers.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { soundModel } from './open-stack.ts'

/**
 * Runs, checks and renders sources for containers.
 *
 * @throws ProblemsFound.
 */
export async function renderStack(sources: Sources, environment: EnvironmentName): Promise<readonly Artifact[]> {
  return renderAll(await soundModel(await loadStack(sources), environment, { kind: 'compose' }))
}
