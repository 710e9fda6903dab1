import { captureFamilies } from '../catalog/capture.ts'
import { parseExposition } from '../catalog/parse-exposition.ts'
import { BelfryError } from '../errors/belfry-error.ts'
import type { MetricFamily } from '../spec/metrics.ts'
import { foreignFamily } from './foreign-family.ts'

/**
 * The families that an exposition shows. Values of labels are not taken: those of one moment are not all.
 *
 * @param address - what messages call it.
 * @throws BelfryError `CONFIG_INVALID` when it is none.
 */
export function familiesOfExposition(address: string, text: string): readonly MetricFamily[] {
  const exposition = parseExposition(text)
  const [fault] = exposition.faults
  if (fault !== undefined)
    throw new BelfryError(
      'CONFIG_INVALID',
      exposition.families.length === 0
        ? `${address} is no exposition of metrics (line ${fault.line}: ${fault.message})`
        : `${address}:${fault.line}:${fault.column}: ${fault.message}`,
      { hint: catalogHint },
    )
  const { families } = captureFamilies([exposition])
  if (families.length === 0) throw new BelfryError('CONFIG_INVALID', `${address}: no metrics`, { hint: catalogHint })
  return families.map(({ name, type, labels, buckets, quantiles }) => {
    const always = labels.filter((label) => label.always).map((label) => label.name)
    return foreignFamily(name, type, { labels: labels.map((label) => label.name), always, buckets, quantiles })
  })
}

/** What can be a catalog. */
export const catalogHint =
  'A catalog is the URL of a running Prometheus, an exposition (a URL that ends in /metrics, or a file of it), or a TypeScript file of `belfry catalog capture`.'
