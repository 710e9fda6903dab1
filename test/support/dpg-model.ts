import type { Alert, Model } from '../../src/model/model.ts'
import { resolve } from '../../src/model/resolve.ts'
import stack from '../../stack/stack.ts'

/** The model of the project's own stack, for native engines. */
export function dpgModel(): Model {
  const { model, problems } = resolve(stack, {
    environment: 'local',
    placement: { kind: 'native', stateDir: '/nowhere', configDir: '/nowhere', portOffset: 0 },
    runbooks: [],
    runbookLayout: '',
  })
  if (model === null) throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return model
}

/** All alerts of a model. */
export function alertsByName(model: Model): ReadonlyMap<string, Alert> {
  const rules = model.ruleFiles.flatMap(({ groups }) => groups.flatMap((group) => group.rules))
  return new Map(rules.flatMap((rule) => (rule.kind === 'alert' ? [[rule.name, rule] as const] : [])))
}
