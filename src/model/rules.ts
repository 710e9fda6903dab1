import type { Alert, Model, Recording } from './model.ts'

/** All rules of all systems, in the order of the rule files. */
export function rulesOf({ ruleFiles }: Pick<Model, 'ruleFiles'>): readonly (Alert | Recording)[] {
  return ruleFiles.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
}

/** All alerts of all systems. */
export function alertsOf(model: Pick<Model, 'ruleFiles'>): readonly Alert[] {
  return rulesOf(model).filter((rule) => rule.kind === 'alert')
}

/** All recording rules of all systems. */
export function recordingsOf(model: Pick<Model, 'ruleFiles'>): readonly Recording[] {
  return rulesOf(model).filter((rule) => rule.kind === 'record')
}
