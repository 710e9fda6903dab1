import { combine } from '../evaluation/combine.ts'
import { evaluate, evaluateVector, identityOf, type World } from '../evaluation/evaluate.ts'
import { NotEvaluated } from '../evaluation/vector.ts'
import type { Condition } from './comparisons.ts'

/** How far each series is from the threshold: what is compared less what it is compared with. */
export function marginsOf({ node, threshold }: Condition, time: number, world: World): ReadonlyMap<string, number> {
  const [left, right] = [evaluate(node.left, time, world), evaluate(node.right, time, world)]
  const difference = combine({ ...node, operator: '-' }, left, right)
  if (typeof difference === 'number') throw new NotEvaluated('two numbers are compared')
  const sign = threshold !== null && node.left.kind === 'number' ? -1 : 1
  return new Map(difference.map((element) => [identityOf(element), sign * element.value]))
}

/** What a margin is measured by: the threshold, or the largest value that is compared with. */
export function scaleOf({ node, threshold }: Condition, time: number, world: World): number {
  if (threshold !== null) return Math.abs(threshold)
  return Math.max(...evaluateVector(node.right, time, world).map(({ value }) => Math.abs(value)))
}
