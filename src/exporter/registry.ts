import { Counter, collectDefaultMetrics, Histogram, type Metric, Registry, type RegistryContentType } from 'prom-client'
import type { HistogramFamily, MetricFamily } from '../spec/metrics.ts'
import type { CounterInstrument, HistogramInstrument } from './collector.ts'
import type { Snapshot } from './sample-set.ts'

export const formats = ['prometheus', 'openmetrics'] as const
export type Format = (typeof formats)[number]

export const contentTypes = {
  prometheus: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
} as const

export interface MetricRegistry {
  histogram<L extends string>(family: HistogramFamily<L>): HistogramInstrument<L>
  counter<L extends string>(family: MetricFamily<L>): CounterInstrument<L>
  /**
   * The text of a snapshot together with the exporter's own instruments.
   *
   * @param only - names of the instruments that are wanted. @default all of them
   */
  expose(snapshot: Snapshot, format: Format, only?: ReadonlySet<string>): Promise<string>
}

/** What prom-client prints: a family with its values, frozen. */
interface Printable {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly values: readonly { readonly labels: object; readonly value: number; readonly metricName?: string }[]
}

interface Source {
  get(): Promise<Printable>
}

/**
 * prom-client at work: it keeps our instruments and prints everything.
 *
 * @param processMetrics - whether node and process metrics of this service are exposed too.
 */
export function createRegistry(processMetrics: boolean): MetricRegistry {
  const live = new Registry()
  if (processMetrics) collectDefaultMetrics({ register: live })

  return {
    histogram: <L extends string>(family: HistogramFamily<L>) => {
      const { name, help, labels, buckets } = family
      const one = new Histogram<string>({
        name,
        help,
        labelNames: [...labels],
        buckets: [...buckets],
        registers: [live],
      })
      return {
        observe: (values, value) => one.observe({ ...values }, value),
        zero: (values) => one.zero({ ...values }),
        remove: (values) => one.remove({ ...values }),
      }
    },
    counter: <L extends string>(family: MetricFamily<L>) => {
      const { name, help, labels } = family
      const one = new Counter<string>({ name, help, labelNames: [...labels], registers: [live] })
      return { increment: (values, by = 1) => one.inc({ ...values }, by) }
    },
    expose: async (snapshot, format, only) => {
      // A registry for each text: prom-client renames counters in place when it prints OpenMetrics.
      const registry = new Registry<RegistryContentType>()
      registry.setContentType(contentTypes[format])
      for (const metric of live.getMetricsAsArray() as unknown as readonly Source[]) {
        const printable = await metric.get()
        if (only === undefined || only.has(printable.name)) print(registry, printable, format)
      }
      // prom-client formats labels that it gets as shared ones once for each object.
      for (const { family, series } of snapshot.families)
        print(
          registry,
          { ...family, values: series.map(({ labels, value }) => ({ labels: {}, sharedLabels: labels, value })) },
          format,
        )
      return registry.metrics()
    },
  }
}

function print(registry: Registry<RegistryContentType>, { name, help, type, values }: Printable, format: Format): void {
  if (values.length === 0) return
  const shown = format === 'openmetrics' ? openMetrics(name, type) : { name, type: type === 'info' ? 'gauge' : type }
  const metric = {
    name: shown.name,
    help,
    type: shown.type,
    aggregator: 'sum',
    get: async () => ({ ...shown, help, values }),
  }
  registry.registerMetric(metric as unknown as Metric)
}

/** OpenMetrics appends `_total` to every counter; one without it keeps its name only as `unknown`. */
function openMetrics(name: string, type: string): { name: string; type: string } {
  if (type === 'info') return { name, type: 'gauge' }
  if (type !== 'counter') return { name, type }
  return name.endsWith('_total') ? { name: name.slice(0, -'_total'.length), type } : { name, type: 'unknown' }
}
