import { callerPlace, type Place } from '../errors/place.ts'
import {
  family,
  type HistogramFamily,
  histogramFamily,
  type MetricFacts,
  type MetricFamily,
  type MetricOptions,
  type MetricType,
  type SummaryFamily,
  summaryFamily,
} from './metrics.ts'

type Word = <const L extends string = never>(name: string, facts?: MetricFacts<L>) => MetricFamily<L>

/** The words for families, as they stand in a captured file: help texts are their authors', so there are none. */
export interface MetricWords {
  readonly counter: Word
  readonly gauge: Word
  readonly info: Word
  readonly untyped: Word
  readonly summary: <const L extends string = never>(name: string, facts?: MetricFacts<L>) => SummaryFamily<L>
  readonly histogram: <const L extends string = never>(name: string, facts?: MetricFacts<L>) => HistogramFamily<L>
}

/**
 * Families that `belfry catalog capture` wrote. They share the place of this call: a place for each of hundreds takes
 * longer than all else about them.
 */
export function captured<F extends Record<string, MetricFamily>>(families: (words: MetricWords) => F): F {
  return families(wordsAt(callerPlace(captured)))
}

function wordsAt(place: Place): MetricWords {
  const word =
    (type: MetricType): Word =>
    (name, facts) =>
      family(name, type, { ...facts, help: '' }, place)
  return {
    counter: word('counter'),
    gauge: word('gauge'),
    info: word('info'),
    untyped: word('unknown'),
    summary: (name, facts) => summaryFamily(name, { ...facts, help: '' }, place),
    histogram: (name, facts) => histogramFamily(name, { ...facts, help: '' }, place),
  }
}

/** What a person knows of a family and a capture cannot see. */
export type Knowledge<L extends string> = Partial<
  Pick<MetricOptions<L>, 'help' | 'unit' | 'values' | 'sometimes' | 'scope' | 'vanishes' | 'nameBecause'>
> & {
  /** For what the exporter calls untyped. */
  readonly type?: 'counter' | 'gauge'
}

type KnowledgeOf<F> = F extends MetricFamily<infer L> ? Knowledge<L> : never

/** Captured families with what is known of them beside; values of labels are added label by label. */
export function refine<F extends Record<string, MetricFamily>>(
  families: F,
  knowledge: { readonly [K in keyof F]?: KnowledgeOf<F[K]> },
): F {
  const refined: Record<string, MetricFamily> = { ...families }
  for (const [key, more] of Object.entries<Knowledge<string> | undefined>(knowledge)) {
    const one = refined[key]
    if (one !== undefined) refined[key] = { ...one, ...more, values: { ...one.values, ...more?.values } }
  }
  return refined as F
}
