import type { BoardVariable } from '../board/board.ts'
import { rangeUtil } from '../vendor/grafana-data.js'
import type { Ask } from './api.ts'
import { builtInScope, interpolate, type Scope, type VariableValue, within } from './interpolate.ts'
import { durationMs, durationText, type TimeRange } from './time-range.ts'
import { customOptions, optionsOf, type VariableOption } from './variable-options.ts'
import { variableQuery } from './variable-query.ts'

/** A variable with what can be chosen and what is. */
export interface ResolvedVariable {
  readonly name: string
  readonly label: string
  readonly type: BoardVariable['type']
  readonly hidden: boolean
  readonly multi: boolean
  readonly options: readonly VariableOption[]
  /** Chosen values; `$__all` alone for all. */
  readonly chosen: readonly string[]
  /** What people read for what is chosen. */
  readonly text: string
  /** Why it has no values; empty when all is well. */
  readonly error: string
}

export interface ResolvedVariables {
  readonly variables: readonly ResolvedVariable[]
  readonly scope: Scope
}

/** The value that stands for all. */
export const allValue = '$__all'

/** Asks for the values of all variables, in their order: a later one may use those before it. */
export async function resolveVariables(
  variables: readonly BoardVariable[],
  given: Readonly<Record<string, readonly string[]>>,
  { ask, range, dashboard }: { readonly ask: Ask; readonly range: TimeRange; readonly dashboard: string },
): Promise<ResolvedVariables> {
  const resolved: ResolvedVariable[] = []
  let scope = builtInScope(range, null, dashboard)
  for (const variable of variables) {
    const { options, error } = await optionsFor(variable, scope, ask, range)
    const chosen = choose(variable, options, given[variable.name])
    const value = valueFor(variable, options, chosen)
    scope = within(scope, new Map([[variable.name, value]]))
    const { name, label, type, hidden, multi } = variable
    const all: VariableOption[] = variable.includeAll ? [{ text: 'All', value: allValue }] : []
    resolved.push({ name, label, type, hidden, multi, options: [...all, ...options], chosen, text: value.text, error })
  }
  return { variables: resolved, scope }
}

interface Options {
  readonly options: readonly VariableOption[]
  readonly error: string
}

async function optionsFor(variable: BoardVariable, scope: Scope, ask: Ask, range: TimeRange): Promise<Options> {
  const plain = (values: readonly VariableOption[]): Options => ({ options: values, error: '' })
  switch (variable.type) {
    case 'custom':
      return plain(customOptions(variable.query))
    case 'interval':
      return plain([...automatic(variable, range), ...customOptions(variable.query)])
    case 'constant':
    case 'textbox':
    case 'switch': {
      const value = variable.current[0] ?? variable.query
      return plain([{ text: value, value }])
    }
    case 'datasource':
      return plain([{ text: 'Prometheus', value: 'prometheus' }])
    case 'query': {
      const query = variableQuery(interpolate(variable.query, scope, 'promql'), range)
      if (query === null) return plain([])
      const answer = await ask(query.request)
      const regex = interpolate(variable.regex, scope, 'promql')
      if (answer.status === 'error') return { options: [], error: answer.error }
      const options = optionsOf({ regex, sort: variable.sort }, query.read(answer.data))
      return options === null ? { options: [], error: `${regex} is no regular expression` } : plain(options)
    }
    default:
      return plain([])
  }
}

/** The interval that chooses itself by the length of the range, where the variable has one. */
function automatic({ name, auto }: BoardVariable, range: TimeRange): readonly VariableOption[] {
  if (auto === null) return []
  const step = rangeUtil.roundInterval((range.to - range.from) / Math.max(1, auto.count))
  const value = durationText(Math.max(step, durationMs(auto.least) ?? 0))
  return [{ text: 'auto', value: `$__auto_interval_${name}`, means: value }]
}

/** What was given, else what is saved if it still exists, else All, else the first. */
function choose(
  variable: BoardVariable,
  options: readonly VariableOption[],
  given: readonly string[] | undefined,
): readonly string[] {
  const isFree = variable.type === 'textbox' || variable.type === 'constant' || variable.type === 'interval'
  if (given !== undefined && given.length > 0 && variable.type !== 'constant') {
    if (given.includes(allValue) && variable.includeAll) return [allValue]
    return variable.multi ? given.filter((value) => value !== allValue) : given.slice(0, 1)
  }
  if (variable.type === 'datasource') return options.slice(0, 1).map(({ value }) => value)
  if (variable.current.includes(allValue) && variable.includeAll) return [allValue]
  const saved = variable.current.filter((value) => isFree || options.some((option) => option.value === value))
  if (saved.length > 0) return variable.multi ? saved : saved.slice(0, 1)
  if (variable.includeAll) return [allValue]
  return options.slice(0, 1).map(({ value }) => value)
}

function valueFor(
  variable: BoardVariable,
  options: readonly VariableOption[],
  chosen: readonly string[],
): VariableValue {
  const isList = variable.multi || variable.includeAll
  if (chosen[0] === allValue) {
    const values = options.map(({ value }) => value)
    // Without any value, All must still be something that can be asked for.
    const raw = variable.allValue !== '' ? variable.allValue : values.length === 0 ? '.*' : null
    return { values, text: 'All', isList, raw }
  }
  const meant = chosen.map((value) => options.find((option) => option.value === value)?.means ?? value)
  const texts = chosen.map((value) => options.find((option) => option.value === value)?.text ?? value)
  return { values: meant.length === 0 ? [''] : meant, text: texts.join(' + '), isList, raw: null }
}
