import type { VariableSpec } from '../spec/dashboard.ts'
import { prometheusDatasource } from './grafana-panels.ts'
import type { VariableJson } from './grafana-schema.ts'

/** A dashboard variable with the fields that its type has, and no others. */
export function variableJson(variable: VariableSpec): VariableJson {
  switch (variable.type) {
    case 'query':
      return queryVariable(variable)
    case 'custom':
      return {
        ...choice(variable),
        multi: variable.multi === true,
        query: variable.values.join(','),
        ...values(variable),
        type: 'custom',
      }
    case 'interval':
      return {
        ...named(variable),
        auto: false,
        query: variable.values.join(','),
        refresh: 2,
        ...values(variable),
        type: 'interval',
      }
    case 'constant':
      return {
        ...named(variable),
        current: option(variable.value),
        hide: 2,
        query: variable.value,
        skipUrlSync: true,
        type: 'constant',
      }
    case 'textbox': {
      const value = variable.value ?? ''
      return { ...named(variable), current: option(value), options: [option(value)], query: value, type: 'textbox' }
    }
    case 'datasource':
      return { ...named(variable), query: 'prometheus', refresh: 1, regex: '', type: 'datasource' }
  }
}

type Of<T extends VariableSpec['type']> = Extract<VariableSpec, { readonly type: T }>

const named = (variable: { readonly name: string; readonly label?: string }) => ({
  hide: 0 as const,
  ...(variable.label === undefined ? {} : { label: variable.label }),
  name: variable.name,
})

const option = (value: string) => ({ selected: true, text: value, value })
const all = (multi: boolean) =>
  multi ? { selected: true, text: ['All'], value: ['$__all'] } : { selected: true, text: 'All', value: '$__all' }

const choice = (variable: Of<'custom' | 'query'>) => ({ ...named(variable), includeAll: variable.includeAll === true })

function queryVariable(variable: Of<'query'>): VariableJson {
  const multi = variable.multi === true
  return {
    ...choice(variable),
    ...(variable.allValue === undefined ? {} : { allValue: variable.allValue }),
    ...(variable.includeAll === true ? { current: all(multi) } : {}),
    datasource: prometheusDatasource,
    definition: variable.query.text,
    multi,
    options: [],
    query: { query: variable.query.text, refId: 'StandardVariableQuery' },
    // Targets come and go: ask again when the time range changes.
    refresh: 2,
    regex: variable.regex ?? '',
    sort: 1,
    type: 'query',
  }
}

function values(variable: Of<'custom' | 'interval'>): Pick<VariableJson, 'current' | 'options'> {
  const includeAll = variable.type === 'custom' && variable.includeAll === true
  const multi = variable.type === 'custom' && variable.multi === true
  const options = variable.values.map((value, index) => ({ ...option(value), selected: index === 0 && !includeAll }))
  const [first] = variable.values
  return {
    ...(includeAll ? { current: all(multi) } : first === undefined ? {} : { current: option(first) }),
    options: includeAll ? [{ ...all(false), selected: true }, ...options] : options,
  }
}
