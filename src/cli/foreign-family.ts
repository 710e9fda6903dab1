import { family, type MetricFamily, type MetricType } from '../spec/metrics.ts'

/** What is known of a family that somebody else emits. */
export interface FamilyFacts {
  readonly labels: readonly string[]
  /** Labels that every series has. */
  readonly always: readonly string[]
  readonly buckets: readonly number[]
  readonly quantiles: readonly number[]
}

/** A family as a Prometheus has it that scrapes it somehow. */
export function foreignFamily(name: string, type: MetricType, facts: FamilyFacts): MetricFamily {
  const { labels, always, buckets, quantiles } = facts
  const own = labels.filter((label) => !['le', 'quantile', '__name__'].includes(label))
  const sometimes = own.filter((label) => !always.includes(label))
  return scrapedFamily(family(name, type, { help: '', labels: own, sometimes, buckets, quantiles }, nowhere))
}

/** A family with the labels that scraping adds, whatever their values. */
export function scrapedFamily(one: MetricFamily): MetricFamily {
  const labels = [...new Set([...one.labels, ...targetLabels])]
  const sometimes = [...new Set([...one.sometimes, ...targetLabels])]
  return { ...one, labels, sometimes, emitter: 'native', place: nowhere }
}

const targetLabels = ['job', 'instance']
const nowhere = { file: '<catalog>', line: 1, column: 1 }
