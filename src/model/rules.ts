import type { Alert, Model, Recording } from './model.ts'

type RuleFiles = Pick<Model, 'ruleFiles'>

/** All rules of all systems, in the order of the rule files. */
export function rulesOf({ ruleFiles }: RuleFiles): readonly (Alert | Recording)[] {
  return ruleFiles.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
}

/** All alerts of all systems; listed once, as nearly all checks ask for them. */
export function alertsOf(model: RuleFiles): readonly Alert[] {
  const found = known.get(model.ruleFiles)
  if (found !== undefined) return found
  const alerts = rulesOf(model).filter((rule) => rule.kind === 'alert')
  known.set(model.ruleFiles, alerts)
  return alerts
}

const known = new WeakMap<RuleFiles['ruleFiles'], readonly Alert[]>()

/** All recording rules of all systems. */
export function recordingsOf(model: RuleFiles): readonly Recording[] {
  return rulesOf(model).filter((rule) => rule.kind === 'record')
}
