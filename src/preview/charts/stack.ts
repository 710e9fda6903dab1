import type { GraphSeries } from './graph-series.ts'

/** What is drawn of a series: its own values, or those between which its band lies. */
export interface DrawnSeries extends GraphSeries {
  /** What the line follows: the sum with all below when it is stacked. */
  readonly tops: readonly (number | null)[]
  /** Stacked parts: what ECharts adds up. */
  readonly parts: readonly (number | null)[]
  /** Series of one stack have the same name; empty when it is not stacked. */
  readonly stack: string
}

/** Adds up the series of each stack, positive and negative ones apart; percentages are of the sum at each time. */
export function stackSeries(series: readonly GraphSeries[]): readonly DrawnSeries[] {
  const sums = new Map<string, Map<number, number>>()
  const totals = totalsOf(series)
  return series.map((one) => {
    const stack = stackOf(one)
    if (stack === '') return { ...one, tops: one.values, parts: one.values, stack }
    const total = totals.get(stack)
    const parts = one.values.map((value, index) => {
      if (value === null || one.look.stacking === 'normal') return value
      const sum = total?.get(one.times[index] ?? 0) ?? 0
      return sum === 0 ? 0 : value / sum
    })
    const tops = parts.map((part, index) => {
      if (part === null) return null
      const key = `${stack}|${part < 0 ? 'below' : 'above'}`
      const below = sums.get(key) ?? new Map<number, number>()
      sums.set(key, below)
      const time = one.times[index] ?? 0
      const top = (below.get(time) ?? 0) + part
      below.set(time, top)
      return top
    })
    return { ...one, tops, parts, stack }
  })
}

function stackOf({ look, axis }: GraphSeries): string {
  return look.stacking === 'none' || look.isHidden ? '' : `${look.stackGroup}|${look.style}|${axis}`
}

function totalsOf(series: readonly GraphSeries[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const totals = new Map<string, Map<number, number>>()
  for (const one of series.filter(({ look }) => look.stacking === 'percent')) {
    const stack = stackOf(one)
    const sums = totals.get(stack) ?? new Map<number, number>()
    totals.set(stack, sums)
    one.values.forEach((value, index) => {
      const time = one.times[index] ?? 0
      if (value !== null) sums.set(time, (sums.get(time) ?? 0) + Math.abs(value))
    })
  }
  return totals
}
