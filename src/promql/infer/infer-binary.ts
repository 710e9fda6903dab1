import type { Binary } from '../ast.ts'
import { isArithmetic, isComparison, mirrored } from '../operators.ts'
import { combineValues, type NumberSide } from './combine-values.ts'
import type { Facts } from './facts.ts'
import type { LabelSet } from './label-set.ts'
import type { MatchFacts, Verdict } from './match-facts.ts'
import { meet } from './match-labels.ts'
import { namedLabels, resultLabels } from './result-labels.ts'
import { inferSetOperator } from './set-operators.ts'
import { fewerPairs, isBare, joinJobs, limitShapes, type Shape } from './shape.ts'
import { between, compareRanges, exactly, narrowRange } from './value-range.ts'

/** What an operator gives, how its sides meet, and whether its comparison holds. */
export interface BinaryFacts {
  readonly facts: Facts
  readonly match: MatchFacts | null
  readonly verdict: Verdict | null
}

/** What an operator gives, its sides given. */
export function inferBinary(node: Binary, left: Facts, right: Facts): BinaryFacts {
  if (left.type === 'scalar' || right.type === 'scalar') return withNumber(node, left, right)
  if (isArithmetic(node.operator) || isComparison(node.operator)) return betweenVectors(node, left, right)
  return { ...inferSetOperator(node, left, right), verdict: null }
}

function withNumber(node: Binary, left: Facts, right: Facts): BinaryFacts {
  const numberSide = right.type === 'scalar' ? 'right' : 'left'
  const both = left.type === right.type
  const shapes: Shape[] = []
  let verdict: Verdict | null = null
  for (const one of left.shapes) {
    for (const other of right.shapes) {
      const { labels } = numberSide === 'left' ? other : one
      const outcome = apply(node, one, other, numberSide, namedLabels(labels, node))
      verdict = joinVerdicts(verdict, outcome.verdict)
      if (outcome.shape !== null) shapes.push(outcome.shape)
    }
  }
  const certain = left.certain && right.certain && (both || survives(node, verdict))
  return { facts: { type: both ? 'scalar' : 'instant', shapes, certain }, match: null, verdict }
}

function betweenVectors(node: Binary, left: Facts, right: Facts): BinaryFacts {
  const shapes: Shape[] = []
  const conflicts = new Set<string>()
  let possible = false
  let verdict: Verdict | null = null
  const [lefts, rights] = fewerPairs(left.shapes, right.shapes)
  for (const one of lefts) {
    for (const other of rights) {
      const met = meet(one.labels, other.labels, node.matching)
      if (typeof met === 'string') {
        conflicts.add(met)
        continue
      }
      possible = true
      const outcome = apply(node, one, other, null, resultLabels(node, one.labels, other.labels, met))
      verdict = joinVerdicts(verdict, outcome.verdict)
      if (outcome.shape !== null) shapes.push(outcome.shape)
    }
  }
  const match = { possible, conflicts: possible ? [] : [...conflicts] }
  const certain =
    left.certain && right.certain && isBare(left.shapes) && isBare(right.shapes) && survives(node, verdict)
  return { facts: { type: 'instant', shapes: limitShapes(shapes), certain }, match, verdict }
}

/** What becomes of one shape of each side, with the labels of the result; no shape when the comparison never holds. */
function apply(
  node: Binary,
  left: Shape,
  right: Shape,
  numberSide: NumberSide,
  labels: LabelSet,
): { readonly shape: Shape | null; readonly verdict: Verdict | null } {
  const { operator, bool } = node
  if (isArithmetic(operator)) return { shape: combineValues(operator, left, right, numberSide, labels), verdict: null }
  if (!isComparison(operator)) return { shape: { ...left, labels }, verdict: null }
  const verdict = compareRanges(operator, left.range, right.range)
  const vanishes = left.vanishes || right.vanishes
  if (bool !== null) {
    const range = verdict === 'always' ? exactly(1) : verdict === 'never' ? exactly(0) : between(0, 1)
    const jobs = joinJobs(left.jobs, right.jobs)
    return { shape: { ...left, labels, kind: 'boolean', growth: 'raw', unit: 'none', range, jobs, vanishes }, verdict }
  }
  if (verdict === 'never') return { shape: null, verdict }
  // The series keep their values, also where a number stands on the left.
  const shape =
    numberSide === 'left'
      ? { ...right, labels, range: narrowRange(mirrored[operator], right.range, left.range), vanishes }
      : { ...left, labels, range: narrowRange(operator, left.range, right.range), vanishes }
  return { shape, verdict }
}

/** Whether what meets is also in the result. */
function survives({ operator, bool }: Binary, verdict: Verdict | null): boolean {
  return !isComparison(operator) || bool !== null || verdict === 'always'
}

function joinVerdicts(before: Verdict | null, next: Verdict | null): Verdict | null {
  return before === null || before === next ? next : 'sometimes'
}
