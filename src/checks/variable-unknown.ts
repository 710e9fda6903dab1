import { suggestHint } from '../errors/suggest.ts'
import type { Finding } from './check.ts'
import { findingAt, type QueryCheck } from './query-check.ts'
import type { QuerySubject } from './subject.ts'

/** Variables that Grafana itself fills in, beside those that begin with two underscores. */
const builtIn = ['timeFilter', 'interval', 'timezone', 'dashboard', 'org', 'user']

/** A query of a dashboard uses variables that the dashboard has. */
export const variableUnknown: QueryCheck = {
  kind: 'query',
  id: 'variable-unknown',
  severity: 'warning',
  run: ({ queries }) => queries.flatMap(unknownIn),
}

function unknownIn(subject: QuerySubject): readonly Finding[] {
  if (subject.where === 'alert' || subject.where === 'record') return []
  const { variables } = subject.dashboard
  return subject.placeholders
    .filter(
      ({ variable }) => !variable.startsWith('__') && !variables.includes(variable) && !builtIn.includes(variable),
    )
    .map((placeholder) =>
      findingAt(subject, placeholder, {
        message: `the dashboard has no variable ${placeholder.variable}`,
        hint: suggestHint(placeholder.variable, variables),
      }),
    )
}
