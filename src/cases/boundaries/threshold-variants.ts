import type { CaseSeries } from '../alert-case.ts'
import { seenAt } from '../evaluation/alert-watch.ts'
import { compute } from '../evaluation/combine.ts'
import { crossThreshold } from './cross-threshold.ts'
import { factorKnob, type Knob, observationsKnob, offsetKnob, sameHistogram } from './knob.ts'
import { marginsOf, scaleOf } from './margin.ts'
import { firesOnce, type Judged, onSeries, worldOf } from './seed.ts'
import { carryOn, cutAfter } from './shape-series.ts'

/** Series at a distance from the threshold, and whether the alert fires on them at a time. */
export interface Variant {
  readonly place: 'just below' | 'exactly' | 'just above'
  readonly series: readonly CaseSeries[]
  readonly at: number
  readonly fires: boolean
}

export interface ThresholdContext {
  /** Whether a series can only grow, and begins anew at 0. */
  readonly isCumulative: (name: string) => boolean
  /** The longest range, in milliseconds. */
  readonly reach: number
}

/** How near the threshold is near: a thousandth of it. */
const nearness = 1e-3

/** The series of a seed, changed so that a comparison is just beyond, exactly at and just before its threshold. */
export function thresholdVariants(judged: Judged, context: ThresholdContext): readonly Variant[] {
  const { condition, seed, key } = judged
  const { one, expectation, watch } = seed
  const time = expectation.at
  const series = cutAfter(one.series, one.slot, time)
  const marginWith = (changed: readonly CaseSeries[]): number =>
    marginsOf(condition, time, worldOf(watch.world, changed, one.slot)).get(key) ?? Number.NaN
  const begin = marginWith(series)
  const scale = scaleOf(condition, time, watch.world)
  const near = nearness * (scale > 0 ? scale : Math.abs(begin) || 1)
  const isExact = context.reach === 0

  let best: readonly Variant[] = []
  for (const knob of knobsOf(judged, series, marginWith, context)) {
    const turned = (amount: number) => knob.turn(series, amount)
    const crossing = begin === 0 ? steps(knob) : crossThreshold(knob, (amount) => marginWith(turned(amount)), near)
    if (crossing === null) continue
    const found = [crossing.before, crossing.at, crossing.beyond].flatMap((amount, index) => {
      if (amount === null) return []
      const isAt = index === 1
      if (isAt && begin === 0) return []
      // The last digits of a rate are the engine's own affair, unless nothing grows at all.
      if (isAt && !isExact && amount !== 0) return []
      const changed = turned(amount)
      return variantOf(judged, changed, isAt ? 0 : marginWith(changed), context.reach) ?? []
    })
    if (found.length > best.length) best = found
    if (found.length === 3 || (found.length === 2 && (begin === 0 || !isExact))) break
  }
  return best
}

/** A state that is compared for equality is moved by one. */
function steps(knob: Knob): { readonly before: number; readonly at: null; readonly beyond: number } | null {
  return knob.neutral === 0 && knob.outward.length === 2 ? { before: -1, at: null, beyond: 1 } : null
}

function variantOf(
  { condition, seed }: Judged,
  series: readonly CaseSeries[],
  margin: number,
  reach: number,
): Variant | null {
  const { one, expectation, watch } = seed
  const fires = compute(condition.operator, margin, 0) === 1
  const place = margin === 0 ? 'exactly' : margin > 0 ? 'just above' : 'just below'
  const { at } = expectation
  if (!fires) return seenAt(onSeries(seed, series), at).length === 0 ? { place, series, at, fires } : null
  // Nearer to the threshold a rate passes it later.
  for (const later of [0, reach / 2, reach, reach + watch.pending]) {
    const time = at + Math.ceil(later / watch.evaluationInterval) * watch.evaluationInterval
    const longer = later === 0 ? series : carryOn(series, one.slot, at, time)
    if (firesOnce(onSeries(seed, longer), time)) return { place, series: longer, at: time, fires }
  }
  return null
}

/** Ways to move the margin: all series of a name that have to do with it, then each alone. */
function knobsOf(
  { condition }: Judged,
  series: readonly CaseSeries[],
  marginWith: (series: readonly CaseSeries[]) => number,
  { isCumulative }: ThresholdContext,
): readonly Knob[] {
  const begin = marginWith(series)
  const matters = (one: CaseSeries): boolean =>
    marginWith(factorKnob([one]).turn(series, 1.07)) !== begin ||
    (!isCumulative(one.name) && marginWith(offsetKnob([one], 1).turn(series, 0.13)) !== begin)
  const mattering = series.filter(matters)
  const byName = [...new Set(mattering.map(({ name }) => name))].map((name) =>
    mattering.filter((one) => one.name === name),
  )
  const groups = [...byName, ...byName.flatMap((group) => (group.length > 1 ? group.map((one) => [one]) : []))]
  return [
    ...groups.flatMap((group) => {
      const values = group.flatMap(({ samples }) => samples.flatMap((one) => (typeof one === 'number' ? [one] : [])))
      const scale = Math.max(1, Math.abs(condition.threshold ?? 0), ...values.map(Math.abs))
      const isCounted = group.some(({ name }) => isCumulative(name))
      return isCounted ? [factorKnob(group)] : [offsetKnob(group, scale), factorKnob(group)]
    }),
    ...(condition.threshold === null
      ? []
      : sameHistogram(
          mattering.length === 0 ? [] : series.filter(({ name }) => mattering.some((one) => one.name === name)),
        ).flatMap((buckets) => observationsKnob(buckets, condition.threshold ?? 0) ?? [])),
  ]
}
