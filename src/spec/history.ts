import type { HistogramFamily, MetricFamily } from './metrics.ts'

/** Something that went wrong on the day that the demo looks back on. */
export interface IncidentSpec {
  /** One sentence. */
  readonly title: string
  /** Hours before now at which it began. */
  readonly hoursAgo: number
  readonly minutes: number
}

/** A moment of the day as one series lives it. */
export interface Moment {
  /** Unix time in seconds. */
  readonly time: number
  /** Seconds before now. */
  readonly ago: number
  /** How busy the day is: about 0.3 at night and 1 in the afternoon. */
  readonly load: number
  /** From -1 to 1, slowly; every series in its own way. */
  readonly drift: number
  /** From -1 to 1, anew at each moment. */
  readonly jitter: number
  /** How much of an incident is felt: 0 before and after, 1 in the midst of it. */
  during(incident: IncidentSpec): number
}

/** A series as it is now. */
export interface SeriesNow<L extends string> {
  readonly labels: Readonly<Partial<Record<L | 'job' | 'instance', string>>>
  /** Its value now. */
  readonly live: number
}

/** What a series is worth at a moment; `null` where it has no sample. */
export type Course<L extends string = string> = (moment: Moment, series: SeriesNow<L>) => number | null

/** How families went through the day. */
export type CurveSpec =
  | { readonly kind: 'level'; readonly families: readonly string[]; readonly course: Course }
  | { readonly kind: 'rate'; readonly families: readonly string[]; readonly course: Course }
  | {
      readonly kind: 'observed'
      readonly families: readonly string[]
      readonly perSecond: Course
      readonly typical: Course
      readonly spread: number
    }
  | {
      readonly kind: 'absent'
      /** Empty for everything of the jobs. */
      readonly families: readonly string[]
      readonly jobs: readonly string[]
      readonly incident: IncidentSpec
    }

/** Series that targets do not expose yet when they have just started. */
export interface LaterSpec {
  readonly family: string
  /** Of each series, without those of the target. */
  readonly labels: readonly Readonly<Record<string, string>>[]
  /** @param end - Unix seconds at which the day ends. */
  readonly value: (end: number) => number
}

/** The day of a system. */
export interface HistorySpec {
  readonly incidents: readonly IncidentSpec[]
  readonly curves: readonly CurveSpec[]
  /** @default none */
  readonly later?: readonly LaterSpec[]
}

type OneOrMore<F> = F | readonly F[]

/** Values of gauges; they end at the live value whatever the course says. */
export function level<L extends string>(families: OneOrMore<MetricFamily<L>>, course: Course<L>): CurveSpec {
  return { kind: 'level', families: namesOf(families), course: course as Course }
}

/** Growth of counters, per second; what is below 0 counts as 0. */
export function rate<L extends string>(families: OneOrMore<MetricFamily<L>>, course: Course<L>): CurveSpec {
  return { kind: 'rate', families: namesOf(families), course: course as Course }
}

/** What a histogram observes: how often, the median, and how far it spreads (of the logarithm). */
export function observed<L extends string>(
  families: OneOrMore<HistogramFamily<L>>,
  {
    perSecond,
    typical,
    spread = 0.6,
  }: { readonly perSecond: Course<L>; readonly typical: Course<L>; readonly spread?: number },
): CurveSpec {
  return {
    kind: 'observed',
    families: namesOf(families),
    perSecond: perSecond as Course,
    typical: typical as Course,
    spread,
  }
}

/** Series of a target that exposes none with such labels yet. */
export function later<L extends string>(
  family: MetricFamily<L>,
  labels: readonly Readonly<Partial<Record<L, string>>>[],
  value: (end: number) => number,
): LaterSpec {
  return { family: family.name, labels: labels as LaterSpec['labels'], value }
}

/** Series that were not there during an incident. */
export function absent(families: OneOrMore<MetricFamily>, incident: IncidentSpec): CurveSpec {
  return { kind: 'absent', families: namesOf(families), jobs: [], incident }
}

/** Targets that did not answer during an incident: nothing of their jobs was there, and `up` was 0. */
export function unreachable(jobs: OneOrMore<string>, incident: IncidentSpec): CurveSpec {
  return { kind: 'absent', families: [], jobs: typeof jobs === 'string' ? [jobs] : jobs, incident }
}

function namesOf(families: OneOrMore<MetricFamily>): readonly string[] {
  return 'name' in families ? [families.name] : families.map(({ name }) => name)
}
