import type { Binary, Expr, Matching } from '../promql/ast.ts'
import { kindOf } from '../promql/infer/facts.ts'
import { duplicatesOf } from '../promql/infer/match-labels.ts'
import { isSetOperator } from '../promql/operators.ts'
import { findingAt, type ReadingCheck } from './query-check.ts'
import type { Reading } from './readings.ts'

/** Where an operator needs one series, there are not several. */
export const queryMany: ReadingCheck = {
  kind: 'reading',
  id: 'query-many',
  severity: 'warning',
  inspect: (reading) =>
    reading.binaries.flatMap((node) =>
      singleSides(node).flatMap((side) => {
        const labels = labelsOfSeveral(node[side], node.matching, reading)
        return labels.length === 0 ? [] : [findingAt(reading.subject, node[side], sayingOf(node, side, labels))]
      }),
    ),
}

type Side = 'left' | 'right'

/** The sides of which at most one series may meet each of the other. */
function singleSides({ operator, matching, left, right }: Binary): readonly Side[] {
  if (isSetOperator(operator) || left.kind === 'number' || right.kind === 'number') return []
  const group = matching?.group ?? null
  return group === null ? ['left', 'right'] : [group.side === 'left' ? 'right' : 'left']
}

/**
 * Labels in which series of a side differ that have the same labels to match by; none where that is not clear: what is
 * compared or chosen first may be one of each.
 */
function labelsOfSeveral(side: Expr, matching: Matching | null, { inference }: Reading): readonly string[] {
  const node = side.kind === 'parens' ? side.operand : side
  const facts = inference.of(node)
  const taken = matching?.group?.labels ?? []
  const several = () => duplicatesOf(facts, matching).labels.filter((name) => taken.every(({ text }) => text !== name))
  if (node.kind === 'aggregation') {
    const { operator, grouping } = node
    if (choosing.has(operator) || grouping?.kind !== 'by') return []
    return several().filter((name) => grouping.labels.some(({ text }) => text === name))
  }
  // A histogram has several buckets, and a counter is split into all values of a label; a gauge may have one of them.
  if (!isPlain(node) || !split.has(kindOf(facts))) return []
  return several().filter((name) =>
    facts.shapes.every(({ labels: { labels: known } }) => {
      const fact = known.get(name)
      return fact?.certain === true && fact.values !== null && fact.values.length > 1
    }),
  )
}

const split: ReadonlySet<string> = new Set(['counter', 'bucket'])

/** Aggregations that leave out series rather than put them together, or make up a label. */
const choosing: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio', 'count_values'])

/** A selector, or a function of one: nothing is filtered. */
function isPlain(node: Expr): boolean {
  if (node.kind === 'call') return node.args.every((arg) => arg.kind === 'number' || isPlain(arg))
  return node.kind === 'vector' || node.kind === 'matrix'
}

function sayingOf({ matching }: Binary, side: Side, labels: readonly string[]) {
  const by = matching?.kind === 'on' ? matching.labels.map(({ text }) => text).join(', ') : ''
  return {
    message: `several series of the ${side} side can have the same ${by || 'labels to match by'}: they differ in ${labels.join(', ')}`,
    hint:
      matching === null || matching.group === null
        ? `Aggregate it to the labels to match by, or keep them apart with group_${side}: Prometheus refuses a query that leaves a choice.`
        : 'Aggregate it to the labels to match by: Prometheus refuses a query that leaves a choice.',
  }
}
