import { suggestHint } from '../errors/suggest.ts'
import { hasOtherLabels, labelsOf, presenceOf } from '../promql/infer/facts.ts'
import { findingBeside, type ReadingCheck } from './query-check.ts'
import { isReplaced, type Reading } from './readings.ts'

const use = /\{\{\s*([^{}$[\]]+?)\s*\}\}/g

/** A legend names labels that the result has. */
export const legendLabel: ReadingCheck = {
  kind: 'reading',
  id: 'legend-label',
  severity: 'warning',
  inspect(reading) {
    const { subject } = reading
    // The legend of a table is not shown, nor that of a query which finds nothing.
    if (subject.where !== 'panel' || subject.format === 'table') return []
    const { result } = reading
    if (result.shapes.length === 0 || groupsByVariable(reading)) return []
    return [...subject.legend.text.matchAll(use)].flatMap(({ 0: written, 1: label = '', index }) => {
      if (presenceOf(result, label) !== 'impossible') return []
      const from = index + written.indexOf(label, 2)
      return [
        findingBeside(
          subject,
          'legend',
          { from, to: from + label.length },
          {
            message: `the legend names ${label}, a label that the result does not have`,
            hint: hasOtherLabels(result) ? 'The query takes it away.' : hintFor(label, labelsOf(result)),
          },
        ),
      ]
    })
  },
}

/** Whether labels stay or go by what somebody chooses in the dashboard. */
function groupsByVariable({ subject, parts }: Reading): boolean {
  return parts.some((part) => {
    if (part.kind === 'aggregation') return part.grouping?.labels.some((label) => isReplaced(subject, label))
    if (part.kind !== 'binary') return false
    const { labels = [], group = null } = part.matching ?? {}
    return [...labels, ...(group?.labels ?? [])].some((label) => isReplaced(subject, label))
  })
}

function hintFor(label: string, known: readonly string[]): string {
  return known.length === 0 ? 'It has none: write the text itself.' : suggestHint(label, known)
}
