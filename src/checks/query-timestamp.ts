import type { Expr } from '../promql/ast.ts'
import { kindOf } from '../promql/infer/facts.ts'
import type { ValueKind } from '../promql/infer/shape.ts'
import type { World as InferWorld } from '../promql/infer/world.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import { nameOf, type Reading, withoutParens } from './readings.ts'

/** `time() - x` is an age only where `x` is a moment. */
export const queryTimestamp: ReadingCheck = {
  kind: 'reading',
  id: 'query-timestamp',
  severity: 'error',
  inspect: ({ subject, binaries, inference }, _, known) =>
    findingsAmong(binaries, (node) => {
      const left = withoutParens(node.left)
      if (node.operator !== '-' || left.kind !== 'call' || left.name.text !== 'time') return null
      const kind = kindBehind(node.right, inference, known)
      if (kind === 'timestamp' || kind === 'unknown') return null
      const message = 'time() minus what is no moment: the result is about the number of seconds since 1970'
      const hint = 'Use a metric that ends in _timestamp_seconds; for how long something holds, use `for`.'
      return findingAt(subject, node.right, { message, hint })
    }),
}

/** Of series that no matcher leaves, the metric still says what they would be. */
function kindBehind(node: Expr, inference: Reading['inference'], known: InferWorld): ValueKind {
  const facts = inference.of(node)
  if (facts.shapes.length > 0) return kindOf(facts)
  const inner = withoutParens(node)
  if (inner.kind === 'binary' && inner.bool === null && /^[=!<>]/.test(inner.operator))
    return kindBehind(inner.left, inference, known)
  const name = inner.kind === 'vector' ? nameOf(inner) : null
  const [first, ...others] = name === null ? [] : known.series(name)
  return first !== undefined && others.every(({ kind }) => kind === first.kind) ? first.kind : 'unknown'
}
