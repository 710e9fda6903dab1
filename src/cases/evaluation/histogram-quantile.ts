import { type Element, keyOf, without } from './vector.ts'

interface Bucket {
  readonly upTo: number
  readonly count: number
}

/** The value that a share of the observations of each histogram does not exceed. */
export function histogramQuantile(share: number, elements: readonly Element[]): readonly Element[] {
  const histograms = new Map<string, { readonly labels: Element['labels']; readonly buckets: Bucket[] }>()
  for (const { labels, value } of elements) {
    if (labels.le === undefined) continue
    const rest = without(labels, ['le', '__name__'])
    const one = histograms.get(keyOf(rest)) ?? { labels: rest, buckets: [] }
    histograms.set(keyOf(rest), one)
    one.buckets.push({ upTo: labels.le === '+Inf' ? Infinity : Number(labels.le), count: value })
  }
  return [...histograms.values()].map(({ labels, buckets }) => ({ labels, value: quantileOf(share, buckets) }))
}

function quantileOf(share: number, given: readonly Bucket[]): number {
  const buckets = given.toSorted((a, b) => a.upTo - b.upTo)
  const all = buckets.at(-1)
  if (all === undefined || all.upTo !== Infinity || buckets.length < 2 || all.count === 0) return Number.NaN
  const rank = share * all.count
  const found = buckets.slice(0, -1).findIndex(({ count }) => count >= rank)
  const bucket = buckets[found]
  // Nothing is known of what lies beyond the last bound.
  if (bucket === undefined) return buckets.at(-2)?.upTo ?? Number.NaN
  const before = buckets[found - 1] ?? { upTo: 0, count: 0 }
  if (found === 0 && bucket.upTo <= 0) return bucket.upTo
  return before.upTo + (bucket.upTo - before.upTo) * ((rank - before.count) / (bucket.count - before.count))
}
