import { resolve } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import type { MetricFamily } from '../spec/metrics.ts'
import { bundleSpec } from './bundle-spec.ts'

/**
 * The metric families that a file of TypeScript exports, such as one that `belfry catalog capture` has written.
 *
 * @param words - absolute; the module that is meant by `#belfry`, wherever the file lies.
 * @throws BelfryError `SPEC_BROKEN` when it does not compile or throws, `CONFIG_INVALID` when it exports no families.
 */
export async function loadMetrics(path: string, words: string): Promise<readonly MetricFamily[]> {
  const { code } = await bundleSpec(process.cwd(), resolve(path), { subject: path, words })
  const exported = await run(path, code)
  const families = Object.values(exported).flatMap((value) => (isFamily(value) ? value : familiesIn(value)))
  if (families.length > 0) return [...new Map(families.map((family) => [family.name, family])).values()]
  throw new BelfryError('CONFIG_INVALID', `${path} exports no metric families`, {
    hint: '`belfry catalog capture URL -o FILE` writes such a file.',
  })
}

/** Nothing else has to be loaded with it, so it needs no file of its own. */
async function run(path: string, code: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as Readonly<
      Record<string, unknown>
    >
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new BelfryError('SPEC_BROKEN', `${path} throws while it is loaded: ${reason}`, { cause })
  }
}

function familiesIn(value: unknown): readonly MetricFamily[] {
  return typeof value === 'object' && value !== null ? Object.values(value).filter(isFamily) : []
}

function isFamily(value: unknown): value is MetricFamily {
  if (typeof value !== 'object' || value === null) return false
  const { name, type, labels, buckets } = value as Partial<MetricFamily>
  return typeof name === 'string' && typeof type === 'string' && Array.isArray(labels) && Array.isArray(buckets)
}
