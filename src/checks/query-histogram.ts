import type { Call } from '../promql/ast.ts'
import { growthOf, kindOf, presenceOf } from '../promql/infer/facts.ts'
import { findingAt, type QueryCheck } from './query-check.ts'
import { type Reading, readingsOf, withoutParens } from './readings.ts'

/** A quantile is estimated from the growth of buckets, with `le` kept. */
export const queryHistogram: QueryCheck = {
  kind: 'query',
  id: 'query-histogram',
  severity: 'error',
  run: (subjects, world) =>
    readingsOf(subjects, world).all.flatMap((reading) =>
      reading.parts
        .filter((node): node is Call => node.kind === 'call' && node.name.text === 'histogram_quantile')
        .flatMap((call) => {
          const fault = faultOf(call, reading)
          return fault === null ? [] : [findingAt(reading.subject, call.args[1] ?? call, fault)]
        }),
    ),
}

function faultOf({ args }: Call, { inference }: Reading) {
  const [, buckets] = args
  if (buckets === undefined) return null
  const facts = inference.of(buckets)
  if (facts.shapes.length === 0) return null
  const kind = kindOf(facts)
  if (kind !== 'bucket' && kind !== 'unknown')
    return {
      message: 'histogram_quantile() of what is no bucket series',
      hint: 'Take the series that ends in _bucket.',
    }
  if (presenceOf(facts, 'le') === 'impossible')
    return {
      message: 'histogram_quantile() needs the label le, which is aggregated away',
      hint: 'Keep it: sum by (le, …) (…).',
    }
  if (kind === 'bucket' && growthOf(facts) === 'raw')
    return {
      message: 'a quantile of everything since the process started',
      hint: 'Take rate() of the buckets first.',
      severity: 'warning' as const,
    }
  if (withoutParens(buckets).kind === 'aggregation') return null
  return {
    message: 'one quantile for each instance and each other label',
    hint: 'Say of what: sum by (le, …) (rate(…)).',
    severity: 'warning' as const,
  }
}
