import type { Binary } from '../ast.ts'
import type { Facts } from './facts.ts'
import { joinSets, type LabelSet } from './label-set.ts'
import type { MatchFacts } from './match-facts.ts'
import { meet } from './match-labels.ts'
import { narrowed, othersAfter } from './result-labels.ts'
import { fewerPairs, isBare, limitShapes, type Shape } from './shape.ts'

/** What a set operator gives, and whether its sides can meet. */
export function inferSetOperator(
  node: Binary,
  left: Facts,
  right: Facts,
): { readonly facts: Facts; readonly match: MatchFacts } {
  const { both, match } = meetings(node, left, right)
  const alike = alwaysMeet(node, left, right)
  const rightAlways = right.certain && alike
  switch (node.operator) {
    case 'and':
      return { facts: { type: 'instant', shapes: both, certain: left.certain && rightAlways }, match }
    case 'unless': {
      const shapes = rightAlways ? [] : left.shapes
      return { facts: { type: 'instant', shapes, certain: left.certain && !match.possible }, match }
    }
    default: {
      // What is on the right counts only where nothing on the left has its labels.
      const added = left.certain && alike ? [] : right.shapes
      const shapes = limitShapes([...left.shapes, ...added])
      return { facts: { type: 'instant', shapes, certain: left.certain || right.certain }, match }
    }
  }
}

/** The shapes of the left side that can meet one of the right, with what that tells of them. */
function meetings(
  node: Binary,
  left: Facts,
  right: Facts,
): { readonly both: readonly Shape[]; readonly match: MatchFacts } {
  const conflicts = new Set<string>()
  const both: Shape[] = []
  const [lefts, rights] = fewerPairs(left.shapes, right.shapes)
  for (const shape of lefts) {
    let labels: LabelSet | null = null
    let vanishes = shape.vanishes
    for (const other of rights) {
      const met = meet(shape.labels, other.labels, node.matching)
      if (typeof met === 'string') {
        conflicts.add(met)
        continue
      }
      const others = othersAfter(shape.labels, other.labels, node.matching)
      const found: LabelSet = { labels: narrowed(shape.labels, met, others), others }
      labels = labels === null ? found : joinSets(labels, found)
      vanishes ||= other.vanishes
    }
    if (labels !== null) both.push({ ...shape, labels, vanishes })
  }
  const possible = both.length > 0
  const match = { possible, conflicts: possible ? [] : [...conflicts] }
  return { both, match }
}

/** Whether any series of one side meets any of the other, as there is no label to match by. */
function alwaysMeet({ matching }: Binary, left: Facts, right: Facts): boolean {
  return (matching?.kind === 'on' && matching.labels.length === 0) || (isBare(left.shapes) && isBare(right.shapes))
}
