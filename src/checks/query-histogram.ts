import type { Call, Expr, VectorSelector } from '../promql/ast.ts'
import { childrenOf } from '../promql/children-of.ts'
import { growthOf, kindOf, presenceOf } from '../promql/infer/facts.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import { nameOf, type Reading, withoutParens } from './readings.ts'
import type { World } from './world.ts'

/** A quantile is estimated from the growth of buckets, with `le` kept. */
export const queryHistogram: ReadingCheck = {
  kind: 'reading',
  id: 'query-histogram',
  severity: 'error',
  inspect: (reading, world) =>
    findingsAmong(reading.calls, (call) => {
      const fault = call.name.text === 'histogram_quantile' ? faultOf(call, reading, world) : null
      return fault === null ? null : findingAt(reading.subject, call.args[1] ?? call, fault)
    }),
}

function faultOf({ args }: Call, { inference, subject }: Reading, { mode, ours }: World) {
  const [, buckets] = args
  if (buckets === undefined) return null
  const mayBeNative = (node: VectorSelector) =>
    isNamedLikeNative(node) && (mode === 'open' || kindOf(inference.of(node)) === 'unknown')
  if (everySelector(buckets, mayBeNative)) return asksForBounds(buckets) ? withoutBounds : null
  const facts = inference.of(buckets)
  if (facts.shapes.length === 0) return null
  const kind = kindOf(facts)
  if ((kind !== 'bucket' && kind !== 'unknown') || everySelector(buckets, isNamedLikeNoBucket))
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
  if (withoutParens(buckets).kind === 'aggregation' || (!ours && speaksOfInstance(subject))) return null
  return {
    message: 'one quantile for each instance and each other label',
    hint: 'Say of what: sum by (le, …) (rate(…)).',
    severity: 'warning' as const,
  }
}

const withoutBounds = {
  message: 'the series of a classic histogram end in _bucket, and a native one has no label le',
  hint: 'Take the series that ends in _bucket; of a native histogram, leave le out.',
  severity: 'warning' as const,
}

function everySelector(node: Expr, holds: (selector: VectorSelector) => boolean): boolean {
  return node.kind === 'vector' ? holds(node) : childrenOf(node).every((child) => everySelector(child, holds))
}

/** Native histograms have no suffix, and recording rules have any name; of neither a file of rules says what it is. */
function isNamedLikeNative(node: VectorSelector): boolean {
  const name = nameOf(node)
  return name === null || name.includes(':') || !/_(bucket|sum|count|total)$/.test(name)
}

function isNamedLikeNoBucket(node: VectorSelector): boolean {
  return /_(sum|count|total)$/.test(nameOf(node) ?? '')
}

function asksForBounds(node: Expr): boolean {
  if (node.kind === 'vector') return false
  const keeps = node.kind === 'aggregation' && node.grouping?.kind === 'by'
  const selected = keeps && node.grouping?.labels.some(({ text }) => text === 'le') === true
  return (selected && !recorded(node)) || childrenOf(node).some(asksForBounds)
}

function recorded(node: Expr): boolean {
  return node.kind === 'vector' ? nameOf(node)?.includes(':') !== false : childrenOf(node).some(recorded)
}

/** An alert that tells its instance means one quantile for each. */
function speaksOfInstance(subject: Reading['subject']): boolean {
  if (subject.where !== 'alert') return false
  return [...subject.texts.values()].some(({ text }) => /\$labels\.instance\b|\.Labels\.instance\b/.test(text))
}
