import { budgetsOf } from '../../checks/alert-budgets.ts'
import { budgetJson, budgetTable, budgetText } from '../budget-text.ts'
import { modelOf } from '../model-of.ts'
import { namedAlerts } from '../named-alerts.ts'
import { result, resultJson } from '../output.ts'

export interface BudgetOptions {
  readonly stack: string
  readonly env: string
  readonly json?: boolean
}

/** Shows how long it takes at worst from a fault to a notification. */
export async function budget(options: BudgetOptions, names: readonly string[]): Promise<void> {
  const model = await modelOf(options)
  const budgets = namedAlerts(budgetsOf(model), ({ alert }) => alert.name, names)
  if (options.json === true)
    return resultJson({ environment: model.environment, alerts: budgets.map((one) => budgetJson(one)) })
  result(names.length > 0 ? budgets.map(budgetText).join('\n\n') : budgetTable(budgets))
}
