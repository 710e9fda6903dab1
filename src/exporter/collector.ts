import type * as z from '../errors/zod.ts'
import type { HistogramFamily, MetricFamily, MetricSet } from '../spec/metrics.ts'
import type { Postgres } from './postgres.ts'
import type { Redis, RedisOptions } from './redis.ts'
import type { Sample } from './sample-set.ts'

/** What one run of a collector's part gets. */
export interface CollectRun {
  /** Adds a series to the scrape. What was added before a failure stays in it. */
  readonly sample: Sample
  /** Aborted when the time for this run is over. */
  readonly signal: AbortSignal
}

export type CollectPart = (run: CollectRun) => Promise<void>

/** A part that can cost too much for each scrape: while it is slow, its samples are served again and new runs go on behind. */
export interface SlowPart {
  /** Milliseconds until a new run is due. */
  readonly refreshMs: number
  readonly collect: CollectPart
}

/** A histogram that the exporter keeps itself, for what it measures between scrapes. */
export interface HistogramInstrument<L extends string> {
  observe(labels: Readonly<Record<L, string>>, value: number): void
  /** Exposes the series with zero observations, so that its first one is seen as growth. */
  zero(labels: Readonly<Record<L, string>>): void
  remove(labels: Readonly<Record<L, string>>): void
}

/** A counter that the exporter keeps itself; what a source counts is sampled instead. */
export interface CounterInstrument<L extends string> {
  increment(labels: Readonly<Record<L, string>>, by?: number): void
}

/** What a collector of one target is created with. */
export interface ProbeSetup<O> {
  readonly options: O
  /** Connected on first use. */
  readonly postgres: Postgres
  /** Connected on first use. */
  readonly redis: Redis
}

/** What a collector is created with. */
export interface CollectorSetup<O> extends ProbeSetup<O> {
  histogram<L extends string>(family: HistogramFamily<L>): HistogramInstrument<L>
  counter<L extends string>(family: MetricFamily<L>): CounterInstrument<L>
  /** Another Redis than the service's; connected on first use, and closed with the service. */
  openRedis(options: RedisOptions): Redis
  /** Runs a task at once and then at an interval, in milliseconds, never twice at a time, until the service stops. */
  schedule(intervalMs: number, task: (signal: AbortSignal) => Promise<void>): void
}

/** A collector at work: independent parts, so that one that fails takes no other along. */
export interface CollectorParts {
  /** By name; an empty name stands for the collector itself. */
  readonly parts: Readonly<Record<string, CollectPart | SlowPart>>
  /** Facts for the health page; fails when the system is unhealthy. @default none - no check of its own */
  readonly health?: (signal: AbortSignal) => Promise<Readonly<Record<string, unknown>>>
}

export interface CollectorDefinition<O> {
  readonly name: string
  /** The families that it exposes. */
  readonly metrics: readonly MetricSet[]
  /** Connections that the configuration has to give, unless the collector has an option of that name. */
  readonly needs: readonly ('postgres' | 'redis')[]
  readonly options: z.ZodType<O>
  readonly create: (setup: CollectorSetup<O>) => CollectorParts
  /**
   * Creates the collector for one target, which a scrape of `/probe?target=` names; `null` refuses a target that the
   * options do not allow: whoever can scrape must not choose what this process connects to. @default none - no probes
   */
  readonly probe?: (setup: ProbeSetup<O>, target: string) => CollectorParts | null
}

/** A collector of any options, for lists. */
export interface Collector {
  readonly name: string
  readonly metrics: readonly MetricSet[]
  readonly needs: readonly ('postgres' | 'redis')[]
  readonly options: z.ZodType
  /** Takes options that its schema has passed. */
  readonly create: (setup: CollectorSetup<unknown>) => CollectorParts
  /** `null` when the collector takes no targets. */
  readonly probe: ((setup: ProbeSetup<unknown>, target: string) => CollectorParts | null) | null
}

/** Defines how our exporter reads one system. */
export function defineCollector<O>(definition: CollectorDefinition<O>): Collector {
  const { probe } = definition
  return {
    ...definition,
    create: (setup) => definition.create(setup as CollectorSetup<O>),
    probe: probe === undefined ? null : (setup, target) => probe(setup as ProbeSetup<O>, target),
  }
}
