import type { Model } from '../../src/model/model.ts'
import { resolve } from '../../src/model/resolve.ts'
import type { ResolveRequest } from '../../src/model/resolve-request.ts'
import type { StackSpec } from '../../src/spec/stack.ts'

/**
 * The model of a sound spec: of `local`, for native engines, without runbooks, unless the request says otherwise.
 *
 * @throws Error with all that is wrong with it.
 */
export function resolvedModel(spec: StackSpec, request: Partial<ResolveRequest> = {}): Model {
  const { model, problems } = resolve(spec, {
    environment: 'local',
    placement: { kind: 'native', stateDir: '/nowhere', configDir: '/nowhere', portOffset: 0 },
    runbooks: [],
    runbookLayout: '',
    ...request,
  })
  if (model === null) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return model
}
