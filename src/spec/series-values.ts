import type { Duration } from './duration.ts'

/** What a series holds over time. Times count from the begin of the case. */
export type SeriesValues =
  | { readonly kind: 'constant'; readonly value: number }
  | {
      readonly kind: 'ramp'
      /** `null` goes on from the last value before; 0 when there is none. */
      readonly from: number | null
      readonly perSecond: number
    }
  | { readonly kind: 'gap' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'notation'; readonly text: string }
  | {
      readonly kind: 'changes'
      readonly phases: readonly { readonly at: string; readonly values: SeriesValues }[]
    }

/** What an author may write for values: a number is constant, a text is promtool's notation, a value for each scrape. */
export type ValuesInput = number | string | SeriesValues

/** The same value at every scrape; a bare number says the same. */
export function constant(value: number): SeriesValues {
  return { kind: 'constant', value }
}

/** A gauge that goes from a value up, or down, by an amount each second. */
export function ramp(from: number, amount: number): SeriesValues {
  return { kind: 'ramp', from, perSecond: amount }
}

/**
 * A counter that grows by an amount each second; with 0 it rests.
 *
 * @param from - its first value. @default goes on from the phase before, else from 0
 */
export function perSecond(amount: number, from: number | null = null): SeriesValues {
  return { kind: 'ramp', from, perSecond: amount }
}

/** A counter whose program has just restarted: from 0 on, by an amount each second. */
export function reset(amount: number): SeriesValues {
  return { kind: 'ramp', from: 0, perSecond: amount }
}

/** Scrapes bring nothing: the last value is still seen for 5 minutes. */
export const gap: SeriesValues = { kind: 'gap' }

/** The series ends, as it does when its target stays but the series does not: at once nothing is seen. */
export const stale: SeriesValues = { kind: 'stale' }

/** Values that change: from each time on, what stands beside it. Before the first time there is no sample. */
export function changes(phases: Readonly<Partial<Record<Duration, ValuesInput>>>): SeriesValues {
  return {
    kind: 'changes',
    phases: Object.entries(phases).flatMap(([at, values]) =>
      values === undefined ? [] : [{ at, values: toValues(values) }],
    ),
  }
}

/** What an author wrote, as data. */
export function toValues(input: ValuesInput): SeriesValues {
  if (typeof input === 'number') return { kind: 'constant', value: input }
  return typeof input === 'string' ? { kind: 'notation', text: input } : input
}
