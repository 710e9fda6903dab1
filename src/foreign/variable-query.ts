/** Where PromQL stands in the query of a Grafana variable. */
export interface VariableQueryParts {
  readonly function: 'label_values' | 'query_result'
  /** Offsets of the PromQL. */
  readonly from: number
  readonly to: number
  /** The label whose values are listed, with its offsets; `null` for `query_result`. */
  readonly label: { readonly text: string; readonly from: number; readonly to: number } | null
}

const labelValues = /^\s*label_values\(([\s\S]*),\s*([\w$:.[\]{}]+)\s*\)\s*$/
const queryResult = /^\s*query_result\(([\s\S]*)\)\s*$/

/** Reads the query of a variable; `null` when no PromQL is in it, as in `label_values(job)`, `metrics(up)`, `label_names()`. */
export function readVariableQuery(text: string): VariableQueryParts | null {
  const values = labelValues.exec(text)
  const match = values ?? queryResult.exec(text)
  if (match === null) return null
  const [, query = '', label = ''] = match
  const from = text.indexOf('(') + 1
  const to = from + query.length
  if (values === null) return { function: 'query_result', from, to, label: null }
  const at = text.indexOf(label, to)
  return query.trim() === ''
    ? null
    : { function: 'label_values', from, to, label: { text: label, from: at, to: at + label.length } }
}
