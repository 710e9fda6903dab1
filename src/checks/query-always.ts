import { findingAt, type QueryCheck } from './query-check.ts'
import { readingsOf, withoutParens } from './readings.ts'

/** A comparison that every value meets decides nothing; in an alert it fires always. */
export const queryAlways: QueryCheck = {
  kind: 'query',
  id: 'query-always',
  severity: 'warning',
  run: (subjects, world) =>
    readingsOf(subjects, world).all.flatMap(({ subject, expr, inference, binaries }) =>
      binaries
        .filter((node) => node.bool === null && inference.verdictOf(node) === 'always')
        .map((node) => {
          const decides = subject.where === 'alert' && withoutParens(expr) === node
          return findingAt(subject, node, {
            message: decides
              ? `${subject.name} fires always: every value meets the comparison`
              : 'every value meets this comparison',
            hint: 'Choose a threshold that splits the values that can occur, or leave the comparison out.',
            severity: decides ? 'error' : 'warning',
          })
        }),
    ),
}
