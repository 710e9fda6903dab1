import type { CaseSeries, Sample } from '../alert-case.ts'
import { keyOf, without } from '../evaluation/vector.ts'

/** A way to change given series little by little. */
export interface Knob {
  readonly series: readonly CaseSeries[]
  /** The series, changed by an amount; the others as they are. */
  readonly turn: (all: readonly CaseSeries[], amount: number) => readonly CaseSeries[]
  /** The amount that changes nothing, and amounts away from it in both directions. */
  readonly neutral: number
  readonly outward: readonly (readonly number[])[]
}

/** All values times a factor: a counter grows faster or slower. */
export function factorKnob(series: readonly CaseSeries[]): Knob {
  return {
    series,
    neutral: 1,
    outward: [
      [0.5, 0.25, 2 ** -4, 2 ** -7, 2 ** -12, 0],
      [2, 4, 16, 128, 4096],
    ],
    turn: (all, factor) => changed(all, series, (value) => Number((value * factor).toPrecision(12))),
  }
}

/** All values and a summand: a gauge stands higher or lower. */
export function offsetKnob(series: readonly CaseSeries[], scale: number): Knob {
  const steps = [2 ** -8, 2 ** -4, 0.25, 1, 4, 64].map((step) => step * scale)
  return {
    series,
    neutral: 0,
    outward: [steps.map((step) => -step), steps],
    turn: (all, summand) => changed(all, series, (value) => Number((value + summand).toPrecision(9))),
  }
}

/**
 * More observations up to a bound: each quantile above it moves down.
 *
 * @param buckets - all buckets of one histogram.
 * @param bound - what the quantile is compared with.
 */
export function observationsKnob(buckets: readonly CaseSeries[], bound: number): Knob | null {
  const bounds = buckets.map(({ labels }) => Number(labels.le)).filter((le) => le <= bound)
  const total = buckets.find(({ labels }) => labels.le === '+Inf')
  if (bounds.length === 0 || total === undefined) return null
  const from = Math.max(...bounds)
  const raised = buckets.filter(({ labels }) => labels.le === '+Inf' || Number(labels.le) >= from)
  const more = (index: number): number => numberAt(total.samples, index)
  return {
    series: raised,
    neutral: 0,
    outward: [[2 ** -8, 2 ** -4, 0.25, 1, 4, 64, 1024]],
    turn: (all, share) => changed(all, raised, (value, index) => Number((value + share * more(index)).toPrecision(12))),
  }
}

/** Series that are the buckets of the same histogram. */
export function sameHistogram(series: readonly CaseSeries[]): readonly (readonly CaseSeries[])[] {
  const groups = new Map<string, CaseSeries[]>()
  for (const one of series) {
    if (one.labels.le === undefined) continue
    const key = `${one.name} ${keyOf(without(one.labels, ['le']))}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

function changed(
  all: readonly CaseSeries[],
  chosen: readonly CaseSeries[],
  change: (value: number, index: number) => number,
): readonly CaseSeries[] {
  return all.map((one) =>
    chosen.includes(one)
      ? {
          ...one,
          samples: one.samples.map((sample, index) => (typeof sample === 'number' ? change(sample, index) : sample)),
        }
      : one,
  )
}

function numberAt(samples: readonly Sample[], index: number): number {
  const sample = samples[index]
  return typeof sample === 'number' ? sample : 0
}
