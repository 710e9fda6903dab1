import { checkTypes } from '../promql/typecheck.ts'
import { findingAt, type TextCheck } from './query-check.ts'

/** A query parses, and its types fit, in the version that will run it. */
export const querySyntax: TextCheck = {
  kind: 'text',
  id: 'query-syntax',
  severity: 'error',
  inspect(subject, { version }) {
    const faults = subject.expr === null ? subject.faults : checkTypes(subject.expr, version)
    return faults.map((fault) => findingAt(subject, fault, { message: `${subject.name}: ${fault.message}`, hint: '' }))
  },
}
