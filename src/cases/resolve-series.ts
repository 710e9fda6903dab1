import type { Problem } from '../errors/problem.ts'
import { suggestHint } from '../errors/suggest.ts'
import type { JobSeries } from '../model/catalog.ts'
import { possibleValues } from '../model/label-set.ts'
import type { Model } from '../model/model.ts'
import type { HistogramSpec, SeriesSpec } from '../spec/cases.ts'
import { parseDuration, toMilliseconds } from '../spec/duration.ts'
import type { Labels } from '../spec/labels.ts'
import type { SeriesValues } from '../spec/series-values.ts'
import { type CaseSeries, caseInvalid, type Sample } from './alert-case.ts'
import { notationFault, sampleValues } from './sample-values.ts'

/** What series are resolved in. */
export interface SeriesContext {
  readonly model: Model
  /** Names that recording rules write. */
  readonly recorded: ReadonlySet<string>
  /** Milliseconds between two samples; `null` for the interval of each job. */
  readonly interval: number | null
  /** Milliseconds until the last expectation. */
  readonly until: number
  /** Path of the case. */
  readonly path: string
}

export interface ResolvedSeries {
  readonly series: readonly CaseSeries[]
  /** Names of the labels that scraping adds. */
  readonly scrapeLabels: readonly string[]
  readonly problems: readonly Problem[]
}

/** A series that a job of the stack can really have, labels completed; else why there is none. */
export function resolveSeries(spec: SeriesSpec, context: SeriesContext): ResolvedSeries {
  const name = typeof spec.metric === 'string' ? spec.metric : spec.metric.name
  const fail = (message: string, hint = ''): ResolvedSeries => ({
    series: [],
    scrapeLabels: [],
    problems: [{ id: caseInvalid, severity: 'error', message, hint, path: context.path, place: spec.place }],
  })
  const fault = valuesFault(spec.values)
  if (fault !== '') return fail(fault, 'As in 0+1x10, 5, _x3, stale.')
  if (context.recorded.has(name)) return fail(`${name} is computed by its recording rule`, 'Give what the rule reads.')
  const found = jobOf(name, spec.labels, context)
  if ('message' in found) return fail(found.message, found.hint)
  const completed = complete(name, spec.labels, found)
  if ('message' in completed) return fail(completed.message, completed.hint)
  const interval = context.interval ?? jobInterval(found.job, context.model)
  const samples = sampleValues(spec.values, interval, countUntil(context.until, interval))
  return {
    series: [{ name, labels: completed.labels, interval, samples }],
    scrapeLabels: Object.keys(completed.labels).filter((label) => !isEmitted(label, found)),
    problems: [],
  }
}

/** The series of a histogram: cumulative buckets, sum and count. */
export function resolveHistogram(spec: HistogramSpec, context: SeriesContext): ResolvedSeries {
  const { family, labels, observed, place } = spec
  const shared = { kind: 'series', place, values: { kind: 'gap' } } as const
  const count = resolveSeries({ ...shared, metric: family.count, labels }, context)
  const [counted] = count.series
  if (counted === undefined) return count
  const fail = (message: string, hint: string): ResolvedSeries => ({
    ...count,
    series: [],
    problems: [{ id: caseInvalid, severity: 'error', message, hint, path: context.path, place }],
  })
  const known = context.model.catalog.seriesNamed(family.bucket)?.jobs.find(({ job }) => job === counted.labels.job)
  const bounds = boundsOf(known?.labels.labels.get('le')?.values ?? null, observed)
  const unknown = observed.find(({ upTo }) => !bounds.some((bound) => numberOf(bound) === numberOf(upTo)))
  if (unknown !== undefined)
    return fail(`${family.name} has no bucket up to ${unknown.upTo}`, `Bounds: ${bounds.join(', ')}.`)
  const { interval } = counted
  const length = countUntil(context.until, interval)
  const parts = observed.map(({ upTo, values }) => ({
    upTo: numberOf(upTo),
    samples: sampleValues(values, interval, length),
  }))
  const sumOf = (weigh: (upTo: number) => number): readonly Sample[] =>
    Array.from({ length }, (_, index) =>
      addAll(parts.map(({ upTo, samples }) => [samples[index] ?? null, weigh(upTo)])),
    )
  const largest = Math.max(...bounds.map(numberOf).filter(Number.isFinite))
  const series = (name: string, more: Labels, samples: readonly Sample[]): CaseSeries => ({
    name,
    labels: { ...counted.labels, ...more },
    interval,
    samples,
  })
  return {
    ...count,
    series: [
      ...bounds.map((le) =>
        series(
          family.bucket,
          { le },
          sumOf((upTo) => (upTo <= numberOf(le) ? 1 : 0)),
        ),
      ),
      series(
        family.count,
        {},
        sumOf(() => 1),
      ),
      // Each observation counts as the bound of its bucket, those beyond the last as twice that.
      series(
        family.sum,
        {},
        sumOf((upTo) => (Number.isFinite(upTo) ? upTo : 2 * largest)),
      ),
    ],
  }
}

interface Refusal {
  readonly message: string
  readonly hint: string
}

function jobOf(name: string, labels: Labels, { model, recorded }: SeriesContext): JobSeries | Refusal {
  const series = model.catalog.seriesNamed(name)
  if (series === null || series.jobs.length === 0) {
    const known = [...model.catalog.seriesNames(), ...recorded]
    const histogram = known.includes(`${name}_bucket`)
    return {
      message: `no job of the stack stores ${name}`,
      hint: histogram ? 'It is a histogram: givenHistogram gives its series.' : suggestHint(name, known),
    }
  }
  const jobs = series.jobs.filter(({ job }) => labels.job === undefined || labels.job === job)
  const [first] = jobs
  const names = series.jobs.map(({ job }) => job)
  if (first === undefined)
    return { message: `job ${labels.job} does not store ${name}`, hint: suggestHint(labels.job ?? '', names) }
  return jobs.length === 1
    ? first
    : { message: `${name}: several jobs store it`, hint: `Give one as label job: ${names.join(', ')}.` }
}

function complete(name: string, labels: Labels, { labels: set }: JobSeries): { readonly labels: Labels } | Refusal {
  for (const [label, value] of Object.entries(labels)) {
    const values = possibleValues(set, label)
    if (values?.every((one) => one === '') === true)
      return { message: `${name} has no label ${label}`, hint: suggestHint(label, [...set.labels.keys()]) }
    // Targets differ between environments; a case may make one up.
    if (label !== 'instance' && values !== null && !values.includes(value))
      return { message: `${name}: ${label} is never ${value}`, hint: suggestHint(value, values) }
  }
  const filled: Record<string, string> = {}
  for (const [label, { certain, values }] of set.labels) {
    if (!certain || label in labels) continue
    const [first] = values ?? []
    if (first === undefined || (values?.length !== 1 && label !== 'instance'))
      return {
        message: `${name}: label ${label} is missing`,
        hint: values === null ? 'Every series has it.' : `Every series has it: ${values.join(', ')}.`,
      }
    filled[label] = first
  }
  return { labels: { ...labels, ...filled } }
}

function isEmitted(label: string, { family }: JobSeries): boolean {
  return label === 'quantile' || label === 'le' || family.labels.includes(label)
}

function valuesFault(values: SeriesValues): string {
  if (values.kind === 'notation') return notationFault(values.text)
  if (values.kind !== 'changes') return ''
  const bad = values.phases.find(({ at }) => parseDuration(at) === null)
  if (bad !== undefined) return `${bad.at} is no duration`
  const times = values.phases.map(({ at }) => toMilliseconds(at))
  if (times.some((time, index) => index > 0 && time <= (times[index - 1] ?? 0)))
    return 'the times of changes do not grow'
  return values.phases.map((phase) => valuesFault(phase.values)).find((fault) => fault !== '') ?? ''
}

function jobInterval(name: string, { prometheus }: Model): number {
  return toMilliseconds(prometheus.jobs.find((job) => job.name === name)?.interval ?? prometheus.scrapeInterval)
}

function countUntil(until: number, interval: number): number {
  return Math.ceil(until / interval) + 1
}

/** The bounds that the family has, else those of the case. */
function boundsOf(known: readonly string[] | null, observed: HistogramSpec['observed']): readonly string[] {
  const texts = known ?? [...observed.map(({ upTo }) => upTo), '+Inf']
  const unique = new Map(texts.toReversed().map((text) => [numberOf(text), text]))
  return [...unique].sort(([a], [b]) => a - b).map(([, text]) => text)
}

function numberOf(bound: string): number {
  return bound === '+Inf' ? Infinity : Number(bound)
}

function addAll(parts: readonly (readonly [Sample, number])[]): Sample {
  let sum = 0
  for (const [sample, weight] of parts) {
    if (typeof sample !== 'number') return sample
    sum += sample * weight
  }
  return Number(sum.toPrecision(12))
}
