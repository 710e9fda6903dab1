import { suggestHint } from '../errors/suggest.ts'
import type { Matcher } from '../promql/ast.ts'
import { goPattern } from '../promql/go-pattern.ts'
import { factIn, textsIn } from '../promql/infer/label-set.ts'
import type { SeriesInfo } from '../promql/infer/world.ts'
import { findingAt, type ReadingCheck } from './query-check.ts'
import { isReplaced, nameOf } from './readings.ts'

/** A selector asks for labels that its metric has, and for values that they can take. */
export const queryLabel: ReadingCheck = {
  kind: 'reading',
  id: 'query-label',
  severity: 'error',
  inspect: ({ subject, selectors }, _world, known) =>
    selectors.flatMap((selector) => {
      const name = nameOf(selector)
      const series = name === null ? [] : known.series(name)
      if (name === null || series.length === 0) return []
      return selector.matchers
        .filter(
          ({ label, value }) => label.text !== '__name__' && !isReplaced(subject, label) && !isReplaced(subject, value),
        )
        .flatMap((matcher) => {
          const fault = faultOf(name, matcher, series)
          return fault === null ? [] : [findingAt(subject, fault.isValue ? matcher.value : matcher.label, fault)]
        })
    }),
}

function faultOf(name: string, { label, operator, value }: Matcher, series: readonly SeriesInfo[]) {
  if (series.every(({ labels }) => factIn(labels, label.text).values?.length === 0)) {
    const known = [...new Set(series.flatMap(({ labels }) => [...labels.labels.keys()]))].filter(
      (one) => one !== '__name__',
    )
    return { isValue: false, message: `${name} has no label ${label.text}`, hint: suggestHint(label.text, known) }
  }
  const texts = series.map(({ labels }) => textsIn(labels, label.text))
  const values = texts.includes(null) ? null : [...new Set(texts.flatMap((one) => one ?? []))]
  if (values === null) return null
  const matches = matcherTest(operator, value.value)
  if (values.some(matches)) return null
  const present = values.filter((one) => one !== '')
  return {
    isValue: true,
    message: `no series of ${name} has ${label.text}${operator}"${value.value}"`,
    hint: suggestHint(value.value, present),
  }
}

function matcherTest(operator: Matcher['operator'], text: string): (value: string) => boolean {
  if (operator === '=') return (value) => value === text
  if (operator === '!=') return (value) => value !== text
  const pattern = goPattern(text)
  return (value) => pattern.matches(value) !== (operator === '!~')
}
