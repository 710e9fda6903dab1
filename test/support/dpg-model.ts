import type { Alert, Model } from '../../src/model/model.ts'
import stack from '../../stack/stack.ts'
import { resolvedModel } from './resolved-model.ts'

/** The model of the project's own stack, for native engines. */
export function dpgModel(): Model {
  return resolvedModel(stack)
}

/** All alerts of a model. */
export function alertsByName(model: Model): ReadonlyMap<string, Alert> {
  const rules = model.ruleFiles.flatMap(({ groups }) => groups.flatMap((group) => group.rules))
  return new Map(rules.flatMap((rule) => (rule.kind === 'alert' ? [[rule.name, rule] as const] : [])))
}
