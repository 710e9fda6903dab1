import type { Alert, Model, Recording } from '../model.ts'
import type { PlacedRule } from './alert-budget.ts'

/** The rules of a model, where they stand. */
export interface PlacedRules {
  /** In the order of the rule files. */
  readonly alerts: readonly PlacedRule<Alert>[]
  /** By name: of thousands, each alert asks for a few. */
  readonly recordings: ReadonlyMap<string, readonly PlacedRule<Recording>[]>
}

export function placedRules({ ruleFiles }: Model): PlacedRules {
  const alerts: PlacedRule<Alert>[] = []
  const recordings = new Map<string, PlacedRule<Recording>[]>()
  for (const { groups } of ruleFiles)
    for (const group of groups)
      for (const [index, rule] of group.rules.entries()) {
        if (rule.kind === 'alert') alerts.push({ rule, group, index })
        else {
          const same = recordings.get(rule.name)
          if (same === undefined) recordings.set(rule.name, [{ rule, group, index }])
          else same.push({ rule, group, index })
        }
      }
  return { alerts, recordings }
}
