/** Where PromQL stands in the query of a Grafana variable. */
export interface VariableQueryParts {
  readonly function: 'label_values' | 'query_result'
  /** Offsets of the PromQL. */
  readonly from: number
  readonly to: number
  /** The label whose values are listed, with its offsets; `null` for `query_result`. */
  readonly label: { readonly text: string; readonly from: number; readonly to: number } | null
}

const call = /^\s*(label_values|query_result)\(([\s\S]*)\)\s*$/
const lastArgument = /,\s*((?:\w|\$\{?\w+[^,{}]*\}?|\[\[[^\]]+\]\])+)\s*$/

/** Reads the query of a variable; `null` when no PromQL is in it, as in `label_values(job)`, `metrics(up)`, `label_names()`. */
export function readVariableQuery(text: string): VariableQueryParts | null {
  const [, name, inner = ''] = call.exec(text) ?? []
  if (name === undefined) return null
  const from = text.indexOf('(') + 1
  if (name === 'query_result') return { function: name, from, to: from + inner.length, label: null }
  const argument = lastArgument.exec(inner)
  if (argument === null)
    return /[{(]/.test(inner) ? { function: 'label_values', from, to: from + inner.length, label: null } : null
  const [written, label = ''] = argument
  const at = from + argument.index + written.indexOf(label)
  return {
    function: 'label_values',
    from,
    to: from + argument.index,
    label: { text: label, from: at, to: at + label.length },
  }
}
