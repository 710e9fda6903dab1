import type { AlertCase, CaseSeries, Expectation, ExpectedAlert } from '../alert-case.ts'
import { type AlertWatch, firingAt, watchAlert } from '../evaluation/alert-watch.ts'
import { compute } from '../evaluation/combine.ts'
import { identityOf, type World } from '../evaluation/evaluate.ts'
import { SampleStore } from '../evaluation/sample-store.ts'
import { type Condition, conditionsOf } from './comparisons.ts'
import { marginsOf } from './margin.ts'
import { settle } from './shape-series.ts'

/** An author's case at a time when its alert fires for one series. */
export interface Seed {
  readonly one: AlertCase
  readonly expectation: Expectation
  readonly expected: ExpectedAlert
  readonly watch: AlertWatch
  /** The longest range that the alert reads, in milliseconds. */
  readonly reach: number
}

/** A comparison of an alert, and a seed in which it holds for one series. */
export interface Judged {
  readonly condition: Condition
  readonly seed: Seed
  /** Labels of the series, as text. */
  readonly key: string
}

/** The times at which the cases of an alert have it fire for one series, the earliest of the shortest case first. */
export function seedsOf(cases: readonly AlertCase[], reach: number): readonly Seed[] {
  const seeds = cases.flatMap((one) => {
    const expectation = one.expectations.find(({ alerts }) => alerts.length === 1)
    const [expected] = expectation?.alerts ?? []
    return expectation === undefined || expected === undefined
      ? []
      : [{ one, expectation, expected, watch: watchAlert(one), reach }]
  })
  return seeds.sort((a, b) => a.expectation.at - b.expectation.at)
}

/** The comparisons of an alert, each with the first seed in which it holds for one series. */
export function judgedOf(seeds: readonly Seed[]): readonly (Judged | Condition)[] {
  const [first] = seeds
  if (first === undefined) return []
  return conditionsOf(first.watch.expr).map((condition) => {
    for (const seed of seeds) {
      const { at } = seed.expectation
      const holding = [...marginsOf(condition, at, seed.watch.world)]
        .filter(([, margin]) => compute(condition.operator, margin, 0) === 1)
        .map(([key]) => key)
      const [firing] = firingAt(seed.watch, at)
      const own = holding.find((key) => firing !== undefined && key === identityOf(firing))
      const key = own ?? (holding.length === 1 ? holding[0] : undefined)
      if (key !== undefined) return { condition, seed: settled(seed), key }
    }
    return condition
  })
}

/** A seed whose series have been for ever as they are when it fires, where that makes it fire as well: it is shorter. */
function settled(seed: Seed): Seed {
  const { one, expectation, watch, reach } = seed
  const at = reach + watch.pending + 3 * watch.evaluationInterval
  if (at >= expectation.at) return seed
  const series = settle(one.series, one.slot, expectation.at, at)
  const shorter = { ...one, series }
  const made = { ...seed, one: shorter, expectation: { ...expectation, at }, watch: onSeries(seed, series) }
  const [before] = firingAt(watch, expectation.at)
  const [after, ...others] = firingAt(made.watch, at)
  const isSame = before !== undefined && after !== undefined && identityOf(before) === identityOf(after)
  return isSame && others.length === 0 ? made : seed
}

/** The same alert on other series. */
export function onSeries({ watch, one }: Seed, series: readonly CaseSeries[]): AlertWatch {
  return { ...watch, world: worldOf(watch.world, series, one.slot) }
}

/** Recording rules as they are, on other series. */
export function worldOf({ recorded }: World, series: readonly CaseSeries[], slot: number): World {
  return { recorded, store: new SampleStore(series, slot) }
}

/** Whether exactly one series makes the alert fire. */
export function firesOnce(watch: AlertWatch, time: number): boolean {
  return firingAt(watch, time).length === 1
}
