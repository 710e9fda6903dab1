import type { Collector } from './collector.ts'
import { belfryMetrics } from './own-metrics.ts'
import type { SampledFamily, Snapshot } from './sample-set.ts'

/** Families that say how collectors fare; their series carry the label `collector`. */
const aboutCollectors: ReadonlySet<string> = new Set(
  Object.values(belfryMetrics)
    .filter(({ labels }) => (labels as readonly string[]).includes('collector'))
    .map(({ name }) => name),
)

/**
 * The part of a snapshot that some collectors filled, and how these fared.
 *
 * @param parts - names of their parts, as the label `collector` has them.
 */
export function narrowSnapshot(
  { families }: Snapshot,
  collectors: readonly Collector[],
  parts: ReadonlySet<string>,
): Snapshot {
  const own = familyNames(collectors)
  const narrowed = families.flatMap((one): readonly SampledFamily[] => {
    if (own.has(one.family.name)) return [one]
    if (!aboutCollectors.has(one.family.name)) return []
    return [{ ...one, series: one.series.filter(({ labels }) => parts.has(labels.collector ?? '')) }]
  })
  return { families: narrowed.filter(({ series }) => series.length > 0) }
}

/** Names of the families that collectors say they expose. */
export function familyNames(collectors: readonly Collector[]): ReadonlySet<string> {
  return new Set(
    collectors.flatMap(({ metrics }) => metrics.flatMap((set) => Object.values(set))).map(({ name }) => name),
  )
}
