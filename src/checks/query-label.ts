import { suggestHint } from '../errors/suggest.ts'
import type { Matcher } from '../promql/ast.ts'
import { goPattern } from '../promql/go-pattern.ts'
import { factIn, textsIn } from '../promql/infer/label-set.ts'
import type { SeriesInfo } from '../promql/infer/world.ts'
import { findingAt, findingsAmong, type ReadingCheck } from './query-check.ts'
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
      return findingsAmong(selector.matchers, (matcher) => {
        const { label, value } = matcher
        if (label.text === '__name__' || isReplaced(subject, label) || isReplaced(subject, value)) return null
        const fault = faultOf(name, matcher, series)
        return fault === null ? null : findingAt(subject, fault.isValue ? value : label, fault)
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
  const matches = matcherTest(operator, value.value)
  const present = new Set<string>()
  for (const { labels } of series) {
    const texts = textsIn(labels, label.text)
    if (texts === null || texts.some(matches)) return null
    for (const text of texts) if (text !== '') present.add(text)
  }
  return {
    isValue: true,
    message: `no series of ${name} has ${label.text}${operator}"${value.value}"`,
    hint: suggestHint(value.value, [...present]),
  }
}

function matcherTest(operator: Matcher['operator'], text: string): (value: string) => boolean {
  if (operator === '=') return (value) => value === text
  if (operator === '!=') return (value) => value !== text
  const pattern = goPattern(text)
  return (value) => pattern.matches(value) !== (operator === '!~')
}
