import { rangeOf } from '../promql/infer/facts.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import type { Reading } from './readings.ts'

/** A comparison that no value can meet: what depends on it can never ring. */
export const queryNever: ReadingCheck = {
  kind: 'reading',
  id: 'query-never',
  severity: 'error',
  inspect: (reading) =>
    findingsAmong(reading.binaries, (node) => {
      if (reading.inference.verdictOf(node) !== 'never') return null
      const rings = reading.subject.where === 'alert' ? `${reading.subject.name} can never fire: ` : ''
      const message = `${rings}the left side is ${shown(reading, node.left)}, the right side ${shown(reading, node.right)}`
      const hint = 'Choose a threshold that the value can reach; for a quantile, below the highest finite bucket.'
      return findingAt(reading.subject, node, { message, hint })
    }),
}

function shown({ inference }: Reading, node: Parameters<Reading['inference']['of']>[0]): string {
  const range = rangeOf(inference.of(node))
  if (range === null || range.min > range.max) return 'never a number'
  const number = (value: number): string => String(Number(value.toPrecision(6)))
  if (range.min === range.max) return number(range.min)
  if (range.max === Number.POSITIVE_INFINITY)
    return range.min === Number.NEGATIVE_INFINITY ? 'any number' : `at least ${number(range.min)}`
  return range.min === Number.NEGATIVE_INFINITY
    ? `at most ${number(range.max)}`
    : `from ${number(range.min)} to ${number(range.max)}`
}
