import type { MetricFamily } from '../spec/metrics.ts'

/** A family as the stack has it: what is emitted, by which scrape jobs. */
export interface CatalogEntry {
  readonly family: MetricFamily
  /** Names of the jobs that expose it. */
  readonly jobs: readonly string[]
}

/** All metric families of the stack, by name. */
export interface Catalog {
  readonly entries: ReadonlyMap<string, CatalogEntry>
}

/** Gathers the families of all jobs. */
export function buildCatalog(
  jobs: readonly { readonly name: string; readonly families: readonly MetricFamily[] }[],
): Catalog {
  const entries = new Map<string, CatalogEntry>()
  for (const job of jobs) {
    for (const family of job.families) {
      const known = entries.get(family.name)
      entries.set(family.name, { family, jobs: [...(known?.jobs ?? []), job.name] })
    }
  }
  return { entries }
}
