import { kindOf } from '../promql/infer/facts.ts'
import { findingAt, type ReadingCheck } from './query-check.ts'
import { withoutParens } from './readings.ts'

/** `time() - x` is an age only where `x` is a moment. */
export const queryTimestamp: ReadingCheck = {
  kind: 'reading',
  id: 'query-timestamp',
  severity: 'error',
  inspect: ({ subject, binaries, inference }) =>
    binaries.flatMap((node) => {
      const left = withoutParens(node.left)
      if (node.operator !== '-' || left.kind !== 'call' || left.name.text !== 'time') return []
      const kind = kindOf(inference.of(node.right))
      if (kind === 'timestamp' || kind === 'unknown') return []
      const message = 'time() minus what is no moment: the result is about the number of seconds since 1970'
      const hint = 'Use a metric that ends in _timestamp_seconds; for how long something holds, use `for`.'
      return [findingAt(subject, node.right, { message, hint })]
    }),
}
