import { type DisplayValue, type Field, fieldReducers, reduceField } from '../vendor/grafana-data.js'

/** A field's value after a reducer, as people read it, and the reducer's title. */
export interface Reduced {
  readonly id: string
  readonly title: string
  readonly value: DisplayValue
}

const shortTitles: Readonly<Record<string, string>> = {
  lastNotNull: 'Last *',
  firstNotNull: 'First *',
  last: 'Last',
  first: 'First',
  sum: 'Total',
}

/** Grafana's own reducers over a field; counts are plain numbers whatever the unit. */
export function reduce(field: Field, calculations: readonly string[]): readonly Reduced[] {
  if (calculations.length === 0) return []
  const known = calculations.filter((id) => fieldReducers.getIfExists(id) !== undefined)
  const values = reduceField({ field, reducers: [...known] })
  return known.map((id) => ({ id, title: titleOf(id), value: display(field, id, values[id]) }))
}

function titleOf(id: string): string {
  return shortTitles[id] ?? fieldReducers.getIfExists(id)?.name ?? id
}

function display(field: Field, id: string, value: unknown): DisplayValue {
  if (['count', 'changeCount', 'distinctCount'].includes(id))
    return { text: String(value ?? ''), numeric: Number(value) }
  if (id === 'diffperc') return { text: percent(Number(value)), numeric: Number(value) }
  return field.display?.(value) ?? { text: String(value ?? ''), numeric: Number(value) }
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 1000) / 10}%` : ''
}
