import type { BoardVariable, VariableType } from './board.ts'
import { flagOf, type JsonObject, listOf, numberOf, objectOf, textOf, textsOf } from './json-value.ts'

const known: ReadonlySet<string> = new Set<VariableType>([
  'query',
  'custom',
  'interval',
  'constant',
  'textbox',
  'datasource',
  'adhoc',
  'switch',
])

/** Reads one variable of a dashboard. */
export function readVariable(variable: JsonObject): BoardVariable {
  const type = textOf(variable.type)
  return {
    type: known.has(type) ? (type as VariableType) : 'other',
    name: textOf(variable.name),
    label: textOf(variable.label) || textOf(variable.name),
    hidden: numberOf(variable.hide, 0) === 2,
    query: queryOf(variable),
    regex: textOf(variable.regex),
    sort: numberOf(variable.sort, 0),
    multi: flagOf(variable.multi),
    includeAll: flagOf(variable.includeAll),
    allValue: textOf(variable.allValue),
    current: currentOf(variable),
    auto: flagOf(variable.auto)
      ? { count: numberOf(variable.auto_count, 30), least: textOf(variable.auto_min, '10s') }
      : null,
  }
}

/** Newer Grafanas save an object; a query that was made by clicks is also written out in `definition`. */
function queryOf(variable: JsonObject): string {
  const { query } = variable
  if (typeof query === 'string') return query
  return textOf(objectOf(query).query) || textOf(variable.definition)
}

function currentOf(variable: JsonObject): readonly string[] {
  const values = textsOf(objectOf(variable.current).value).filter((value) => value !== '')
  if (values.length > 0) return values
  const selected = listOf(variable.options)
    .map(objectOf)
    .filter((option) => option.selected === true)
  return selected.flatMap((option) => textsOf(option.value))
}
