import { suggestHint } from '../errors/suggest.ts'
import { labelsOf, presenceOf } from '../promql/infer/facts.ts'
import type { Finding } from './check.ts'
import { findingAbout, type QueryCheck } from './query-check.ts'
import { readingsOf } from './readings.ts'

/** `label_values(metric, label)` lists a label that the metric has. */
export const variableLabel: QueryCheck = {
  kind: 'query',
  id: 'variable-label',
  severity: 'error',
  run: (subjects, world) =>
    readingsOf(subjects, world).all.flatMap(({ subject, inference: { result } }): readonly Finding[] => {
      if (subject.where !== 'variable' || subject.label === null || result.shapes.length === 0) return []
      const { text, from, to } = subject.label
      if (/[$[]/.test(text) || presenceOf(result, text) !== 'impossible') return []
      const about = findingAbout(subject, {
        message: `the variable ${subject.name} lists ${text}, a label that its series do not have`,
        hint: suggestHint(text, labelsOf(result)),
      })
      return [{ ...about, fragment: { query: subject.source, from, to } }]
    }),
}
