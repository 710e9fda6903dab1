import type { VectorSelector } from '../../promql/ast.ts'
import { goPattern } from '../../promql/go-pattern.ts'
import type { Labels } from '../../spec/labels.ts'
import type { CaseSeries } from '../alert-case.ts'
import { type Element, NotEvaluated } from './vector.ts'

/** Numbers with their times, in milliseconds from the begin of the case. */
export interface Window {
  readonly labels: Labels
  readonly times: readonly number[]
  readonly values: readonly number[]
}

interface Stored {
  readonly labels: Labels
  readonly times: readonly number[]
  readonly values: readonly (number | 'stale')[]
}

const lookBack = 300_000

/** The samples of a case, asked for as Prometheus asks its database. */
export class SampleStore {
  readonly #series: ReadonlyMap<string, readonly Stored[]>

  /** @param slot - milliseconds from the begin of the case to the first sample of each series. */
  constructor(series: readonly CaseSeries[], slot: number) {
    const byName = new Map<string, Stored[]>()
    for (const one of series) {
      const stored = store(one, slot)
      const same = byName.get(one.name)
      if (same === undefined) byName.set(one.name, [stored])
      else same.push(stored)
    }
    this.#series = byName
  }

  /** What a selector gives: the last sample of each series, unless it is too old or the series has ended. */
  at(selector: VectorSelector, time: number): readonly Element[] {
    return this.#matching(selector).flatMap(({ labels, times, values }) => {
      const last = lastUntil(times, time)
      const value = values[last]
      return typeof value === 'number' && (times[last] ?? 0) >= time - lookBack ? [{ labels, value }] : []
    })
  }

  /** What a range gives: the samples of each series in it. */
  within(selector: VectorSelector, time: number, range: number): readonly Window[] {
    return this.#matching(selector).flatMap(({ labels, times, values }) => {
      const window = { labels, times: [] as number[], values: [] as number[] }
      for (let index = lastUntil(times, time); index >= 0 && (times[index] ?? 0) >= time - range; index -= 1) {
        const value = values[index]
        if (typeof value !== 'number') continue
        window.times.push(times[index] ?? 0)
        window.values.push(value)
      }
      window.times.reverse()
      window.values.reverse()
      return window.times.length === 0 ? [] : [window]
    })
  }

  #matching(selector: VectorSelector): readonly Stored[] {
    if (selector.name === null) throw new NotEvaluated('a selector without a name')
    return (this.#series.get(selector.name.text) ?? []).filter(({ labels }) => isMatch(selector, labels))
  }
}

/** Whether labels are what the matchers of a selector ask for. */
export function isMatch({ matchers }: VectorSelector, labels: Labels): boolean {
  return matchers.every(({ label, operator, value }) => {
    const text = labels[label.text] ?? ''
    if (operator === '=') return text === value.value
    if (operator === '!=') return text !== value.value
    return goPattern(value.value).matches(text) === (operator === '=~')
  })
}

function store({ name, labels, interval, samples }: CaseSeries, slot: number): Stored {
  const times: number[] = []
  const values: (number | 'stale')[] = []
  for (const [index, sample] of samples.entries()) {
    if (sample === null) continue
    times.push(slot + index * interval)
    values.push(sample)
  }
  return { labels: { __name__: name, ...labels }, times, values }
}

/** Index of the last time that is not after; -1 when there is none. */
function lastUntil(times: readonly number[], time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
