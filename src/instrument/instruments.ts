import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { HistogramFamily, MetricFamily } from '../spec/metrics.ts'

type LabelValues<L extends string> = Readonly<Record<L, string>>

/** A counter; a series is exposed from the first call on, with 0 when nothing is to be added yet. */
export type Count<L extends string> = (labels: LabelValues<L>, by: number) => void

export interface GaugeInstrument<L extends string> {
  set(labels: LabelValues<L>, value: number): void
  remove(labels: LabelValues<L>): void
}

export interface HistogramInstrument<L extends string> {
  observe(labels: LabelValues<L>, value: number): void
  /** Exposes the series without an observation, so that its first one is seen as growth. */
  zero(labels: LabelValues<L>): void
}

/** What an application measures with: typed by the family, at work in a registry or switched off. */
export interface Instruments {
  counter<L extends string>(family: MetricFamily<L>): Count<L>
  gauge<L extends string>(family: MetricFamily<L>): GaugeInstrument<L>
  histogram<L extends string>(family: HistogramFamily<L>): HistogramInstrument<L>
}

/** Our metrics by registry and name, for callers that ask for a family again. */
const known = new WeakMap<Registry, Map<string, Counter | Gauge | Histogram>>()

/**
 * Instruments in a registry; those of one family share its series, however often they are asked for.
 *
 * @param registry - `null` switches everything off: nothing is registered, and measuring does nothing.
 */
export function instrumentsIn(registry: Registry | null): Instruments {
  return registry === null ? silent : registered(registry)
}

function registered(registry: Registry): Instruments {
  const registers = [registry]
  return {
    counter: ({ name, help, labels }) => {
      const one = find(registry, name, Counter, () => new Counter({ name, help, labelNames: [...labels], registers }))
      return (values, by) => one.inc({ ...values }, by)
    },
    gauge: ({ name, help, labels }) => {
      const one = find(registry, name, Gauge, () => new Gauge({ name, help, labelNames: [...labels], registers }))
      return {
        set: (values, value) => one.set({ ...values }, value),
        remove: (values) => one.remove({ ...values }),
      }
    },
    histogram: ({ name, help, labels, buckets }) => {
      const make = () => new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers })
      const one = find(registry, name, Histogram, make)
      return {
        observe: (values, value) => one.observe({ ...values }, value),
        zero: (values) => one.zero({ ...values }),
      }
    },
  }
}

/** The metric that was made before, unless the registry was cleared since; a stranger's name is prom-client's error. */
function find<M extends Counter | Gauge | Histogram>(
  registry: Registry,
  name: string,
  type: abstract new (...args: never[]) => M,
  make: () => M,
): M {
  const ours = known.get(registry) ?? new Map<string, Counter | Gauge | Histogram>()
  known.set(registry, ours)
  const before = ours.get(name)
  if (before instanceof type && registry.getSingleMetric(name) === before) return before
  const made = make()
  ours.set(name, made)
  return made
}

const nothing = () => {}
const silent: Instruments = {
  counter: () => nothing,
  gauge: () => ({ set: nothing, remove: nothing }),
  histogram: () => ({ observe: nothing, zero: nothing }),
}
