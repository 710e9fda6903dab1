import type { Catalog } from '../../model/catalog.ts'
import type { AlertCase, CaseSeries, Expectation } from '../alert-case.ts'
import { firingAt, seenAt } from '../evaluation/alert-watch.ts'
import { identityOf } from '../evaluation/evaluate.ts'
import { NotEvaluated, without } from '../evaluation/vector.ts'
import type { AlertWithNeeds } from '../needed-rules.ts'
import type { ResolvedCases } from '../resolve-cases.ts'
import { firesOnce, judgedOf, onSeries, type Seed, seedsOf } from './seed.ts'
import { carryOn, cutAfter, endAfter, resetAt } from './shape-series.ts'
import { type ThresholdContext, thresholdVariants, type Variant } from './threshold-variants.ts'

/** A boundary of an alert that no case could be made for. */
export interface Underived {
  readonly alert: string
  readonly boundary: string
  readonly reason: string
}

export interface DerivedCases {
  readonly cases: readonly AlertCase[]
  readonly underived: readonly Underived[]
}

/**
 * Cases at the boundaries of each alert, made of its author's: at the threshold and on both sides of it, one evaluation
 * short of `for`, without series, with a counter that begins anew, with one series of many. What is expected follows from
 * the operator and from `for`; texts are not compared.
 */
export function deriveBoundaries({ alerts, cases }: ResolvedCases, catalog: Catalog): DerivedCases {
  const made = [...alerts.values()].map((needs) =>
    deriveOf(
      needs,
      cases.filter(({ alert }) => alert === needs.alert),
      catalog,
    ),
  )
  return { cases: made.flatMap((one) => one.cases), underived: made.flatMap((one) => one.underived) }
}

function deriveOf(
  { alert, durations, seriesNames }: AlertWithNeeds,
  written: readonly AlertCase[],
  catalog: Catalog,
): DerivedCases {
  const derived: AlertCase[] = []
  const underived: Underived[] = []
  const cannot = (boundary: string, reason: string) => void underived.push({ alert: alert.name, boundary, reason })
  const attempt = (boundary: string, make: () => AlertCase | string | readonly AlertCase[]): void => {
    try {
      const made = make()
      if (typeof made === 'string') cannot(boundary, made)
      else
        derived.push(...[made].flat().map((one, index) => ({ ...one, id: `${one.id}${derived.length + index + 1}` })))
    } catch (error) {
      if (!(error instanceof NotEvaluated)) throw error
      cannot(boundary, error.message)
    }
  }
  if (seriesNames.length === 0) return { cases: [], underived: [] }
  const reach = Math.max(0, ...durations)
  const all = seedsOf(written, reach)
  const seeds = all.filter(({ expectation, watch }) => expectation.at <= mostEvaluations * watch.evaluationInterval)
  const [seed] = seeds
  if (seed === undefined) {
    cannot('all', all.length === 0 ? 'no case has it fire for one series' : 'its cases last too long to be varied')
    return { cases: [], underived }
  }
  const context: ThresholdContext = {
    isCumulative: (name) => isCumulative(catalog, name),
    reach,
  }
  const healthy: { readonly seed: Seed; readonly variant: Variant }[] = []

  attempt('threshold', () => {
    const judged = judgedOf(seeds)
    if (judged.length === 0) return 'nothing is compared: that a series is there decides'
    return judged.flatMap((one) => {
      if (!('seed' in one)) {
        cannot(`threshold ${textOf(one.threshold)}`, 'in no firing case it holds for just one series')
        return []
      }
      const variants = thresholdVariants(one, context)
      const name = textOf(one.condition.threshold)
      if (variants.length === 0)
        cannot(`threshold ${name}`, 'no series of the firing case leads across it in small steps')
      healthy.push(...variants.filter(({ fires }) => !fires).map((variant) => ({ seed: one.seed, variant })))
      return variants.map(({ place, series, at, fires }) =>
        caseOf(one.seed, `${place} ${name}`, series, [[at, fires ? [one.seed.expected] : []]]),
      )
    })
  })
  attempt('one evaluation short of for', () => (seed.watch.pending === 0 ? [] : shortOfPending(seed)))
  attempt('series missing', () => withoutSeries(seed))
  if (context.reach > 0 && seriesNames.some(context.isCumulative))
    attempt('counter reset', () => withReset(healthy, context))
  attempt('one series of many', () => amongMany(healthy[0]?.seed ?? seed, healthy))
  return { cases: derived, underived }
}

/** Of a seed: beyond, one case takes a second. */
const mostEvaluations = 2000

function textOf(threshold: number | null): string {
  return threshold === null ? 'the other side' : String(threshold)
}

type Verdicts = readonly (readonly [at: number, alerts: Expectation['alerts']])[]

function caseOf(
  { one, expectation }: Seed,
  boundary: string,
  series: readonly CaseSeries[],
  verdicts: Verdicts,
): AlertCase {
  const until = Math.max(...verdicts.map(([at]) => at))
  return {
    ...one,
    id: `${one.id}+`,
    name: `${boundary}; derived from "${one.name}"`,
    series: cutAfter(series, one.slot, until),
    expectations: verdicts.map(([at, alerts]) => ({
      at,
      alerts: alerts.map(({ labels }) => ({ labels, annotations: null })),
      place: expectation.place,
    })),
  }
}

/** The condition holds as long as it can without the alert: then its series end, or else it fires at the next evaluation. */
function shortOfPending(seed: Seed): AlertCase | string {
  const { one, expectation, expected, watch } = seed
  const step = watch.evaluationInterval
  const [firing] = firingAt(watch, expectation.at)
  if (firing === undefined) return 'it does not fire by our own evaluation'
  const key = identityOf(firing)
  let since = expectation.at
  while (since > 0 && seenAt(watch, since - step).some((element) => identityOf(element) === key)) since -= step
  const due = since + watch.pending
  const name = `one evaluation short of ${one.alert.for}`
  const ended = endAfter(one.series, one.slot, due - step)
  if (seenAt(onSeries(seed, ended), due).length === 0)
    return caseOf(seed, name, ended, [
      [due - step, []],
      [due, []],
    ])
  return caseOf(seed, name, one.series, [
    [due - step, []],
    [due, [expected]],
  ])
}

function withoutSeries(seed: Seed): AlertCase | string {
  const { one, watch } = seed
  const at = watch.pending + watch.evaluationInterval
  const firing = firingAt(onSeries(seed, []), at)
  if (Object.values(one.alert.labels).some((text) => text.includes('{{')) && firing.length > 0)
    return 'its labels depend on its series'
  const alerts = firing.map(({ labels }) => ({
    labels: { ...without(labels, ['__name__']), ...one.alert.labels },
    annotations: null,
  }))
  return caseOf(seed, 'no series at all', [], [[at, alerts]])
}

function withReset(
  healthy: readonly { readonly seed: Seed; readonly variant: Variant }[],
  { isCumulative, reach }: ThresholdContext,
): AlertCase | string {
  const [found] = healthy.filter(({ variant }) => variant.place !== 'exactly')
  if (found === undefined) return 'no series just before the threshold were found'
  const { seed, variant } = found
  const { one, watch } = seed
  const back = Math.ceil(reach / 2 / watch.evaluationInterval) * watch.evaluationInterval
  const isReset = ({ name }: CaseSeries): boolean => isCumulative(name)
  const counters = variant.series.filter(isReset)
  if (counters.length === 0) return 'what comes before the threshold is no counter'
  const series = [
    ...variant.series.filter((other) => !isReset(other)),
    ...resetAt(counters, one.slot, variant.at - back),
  ]
  if (seenAt(onSeries(seed, series), variant.at).length > 0) return 'what grew before the reset is part of the verdict'
  return caseOf(seed, 'counters begin anew', series, [[variant.at, []]])
}

const copies = 3

function amongMany(
  seed: Seed,
  healthy: readonly { readonly seed: Seed; readonly variant: Variant }[],
): AlertCase | string {
  const { one, expectation, expected } = seed
  const { at } = expectation
  const own = Object.keys(expected.labels).filter((label) => one.alert.labels[label] !== expected.labels[label])
  const isTelling = (label: string): boolean =>
    label !== 'job' && one.series.some(({ labels }) => labels[label] === expected.labels[label])
  const telling = [...own].sort((a, b) => Number(b === 'instance') - Number(a === 'instance')).filter(isTelling)
  if (telling.length === 0) return 'it is one alert for all series'
  const found = healthy.find((other) => other.seed === seed)
  const quiet = found === undefined ? null : carryOn(found.variant.series, one.slot, found.variant.at, at)
  if (quiet === null) return 'no series just before the threshold were found'
  for (const label of telling) {
    const value = expected.labels[label]
    const others = Array.from({ length: copies }, (_, index) =>
      quiet
        .filter(({ labels }) => labels[label] === value)
        .map((series) => ({ ...series, labels: { ...series.labels, [label]: `${value}-${index + 2}` } })),
    ).flat()
    const series = [...one.series, ...others]
    if (firesOnce(onSeries(seed, series), at))
      return caseOf(seed, `one of ${copies + 1} by ${label}`, series, [[at, [expected]]])
  }
  return `others by ${telling.join(', ')} have a say in it`
}

function isCumulative(catalog: Catalog, name: string): boolean {
  const series = catalog.seriesNamed(name)
  return series !== null && (series.suffix !== '' || series.family.type === 'counter')
}
