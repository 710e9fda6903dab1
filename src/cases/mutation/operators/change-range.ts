import { formatDuration } from '../../../spec/duration.ts'
import { type QueryOperator, swap } from './change.ts'

/** `[5m]` becomes `[2m30s]` and `[10m]`. */
export const changeRange: QueryOperator = (site) => {
  const { node } = site
  if (node.kind !== 'matrix' && node.kind !== 'subquery') return []
  const { range } = node
  return [
    ...(range.milliseconds % 2 === 0
      ? [swap('range', site, range, formatDuration(range.milliseconds / 2), 'halved')]
      : []),
    swap('range', site, range, formatDuration(range.milliseconds * 2), 'doubled'),
  ]
}
