import { suggestHint } from '../errors/suggest.ts'
import { labelsOf, presenceOf } from '../promql/infer/facts.ts'
import { findingAbout, type ReadingCheck } from './query-check.ts'

/** `label_values(metric, label)` lists a label that the metric has. */
export const variableLabel: ReadingCheck = {
  kind: 'reading',
  id: 'variable-label',
  severity: 'error',
  inspect(reading) {
    const { subject } = reading
    if (subject.where !== 'variable' || subject.label === null) return []
    const { result } = reading
    const { text, from, to } = subject.label
    if (result.shapes.length === 0 || /[$[]/.test(text) || presenceOf(result, text) !== 'impossible') return []
    const about = findingAbout(subject, {
      message: `the variable ${subject.name} lists ${text}, a label that its series do not have`,
      hint: suggestHint(text, labelsOf(result)),
    })
    return [{ ...about, fragment: { query: subject.source, from, to } }]
  },
}
