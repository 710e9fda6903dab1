import { presenceOf } from '../promql/infer/facts.ts'
import type { Finding } from './check.ts'
import { bothFindings, findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
import type { Reading } from './readings.ts'

/** A value that every instance repeats is not added up, and rings once. */
export const queryScope: ReadingCheck = {
  kind: 'reading',
  id: 'query-scope',
  severity: 'error',
  inspect: (reading) => bothFindings(sums(reading), repeatedAlert(reading)),
}

function sums({ subject, aggregations, inference }: Reading): readonly Finding[] {
  return findingsAmong(aggregations, (node) => {
    if (node.operator !== 'sum' && node.operator !== 'count') return null
    if (!inference.of(node.operand).shapes.some(({ repeated }) => repeated)) return null
    const message = `${node.operator} of a value that every instance repeats: it is counted once for each instance`
    const hint = 'Take max by (…) over the instances first, and leave out `instance` and `job`.'
    return findingAt(subject, node.operatorSpan, { message, hint })
  })
}

function repeatedAlert({ subject, expr, result }: Reading): readonly Finding[] {
  if (subject.where !== 'alert' || !result.shapes.some(({ repeated }) => repeated)) return []
  if (presenceOf(result, 'instance') === 'impossible') return []
  const message = `${subject.name} fires once for each instance, all of which tell the same`
  const hint = 'Take max by (…) or min by (…) over the instances, and leave out `instance` and `job`.'
  return [findingAt(subject, expr, { message, hint, severity: 'warning' })]
}
