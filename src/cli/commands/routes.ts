import { describeAlerts, describeTree } from '../describe-routes.ts'
import { modelOf } from '../model-of.ts'
import { namedAlerts } from '../named-alerts.ts'
import { result, resultJson } from '../output.ts'
import { alertTable, alertText, treeText } from '../routes-text.ts'

export interface RoutesOptions {
  readonly stack: string
  readonly env: string
  readonly json?: boolean
}

/** Shows who is told of which alerts. */
export async function routes(options: RoutesOptions, names: readonly string[]): Promise<void> {
  const model = await modelOf(options)
  const alerts = namedAlerts(describeAlerts(model), ({ alert }) => alert, names)
  if (options.json === true) return resultJson({ environment: model.environment, tree: describeTree(model), alerts })
  if (names.length > 0) return result(alerts.map(alertText).join('\n\n'))
  result(`${model.environment}\n\n${treeText(describeTree(model))}\n\n${alertTable(alerts)}`)
}
