import { findingAt, type ReadingCheck } from './query-check.ts'

/** A value that every instance repeats is not added up. */
export const queryScope: ReadingCheck = {
  kind: 'reading',
  id: 'query-scope',
  severity: 'error',
  inspect: ({ subject, parts, inference }) =>
    parts.flatMap((node) => {
      if (node.kind !== 'aggregation' || (node.operator !== 'sum' && node.operator !== 'count')) return []
      if (!inference.of(node.operand).shapes.some(({ repeated }) => repeated)) return []
      const message = `${node.operator} of a value that every instance repeats: it is counted once for each instance`
      const hint = 'Take max by (…) over the instances first, and leave out `instance` and `job`.'
      return [findingAt(subject, node.operatorSpan, { message, hint })]
    }),
}
