import { type AlertBudget, isBounded } from '../model/budget/alert-budget.ts'
import { formatDuration } from '../spec/duration.ts'
import { budgetsOf } from './alert-budgets.ts'
import type { Check } from './check.ts'
import { alertPath } from './walk.ts'

/** An alert that can be detected, or told of, later than its severity allows. */
export const alertBudgetCheck: Check = {
  id: 'alert-budget',
  severity: 'error',
  allowedAhead: true,
  run(model) {
    return budgetsOf(model, isBounded)
      .filter(({ holds }) => !holds)
      .map((budget) => ({
        message: faultOf(budget),
        hint: `\`belfry budget ${budget.alert.name}\` shows the terms. Shorten them, or say why waiting is right: allow: { 'alert-budget': '…' }.`,
        path: alertPath(budget.alert),
        place: budget.alert.place,
        allow: budget.alert.allow,
      }))
  },
}

function faultOf({ alert, detection, delivery, bound }: AlertBudget): string {
  const late = [
    ...tooLong('detected', detection, bound.detection),
    ...tooLong('delivered after it fires', delivery, bound.delivery),
  ]
  return `at worst ${alert.name} is ${late.join(' and ')}: it is ${alert.severity}`
}

function tooLong(what: string, time: number, bound: number | null): readonly string[] {
  if (bound === null || time < bound) return []
  return [`${what} in ${formatDuration(time)}, not in less than ${formatDuration(bound)}`]
}
