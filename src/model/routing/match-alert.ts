import { goPattern } from '../../promql/go-pattern.ts'
import type { Labels } from '../../spec/labels.ts'
import type { Matcher } from '../model.ts'

/** Whether an alert with these labels meets all matchers, as Alertmanager sees it: a missing label is an empty one. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matches(matcher, labels[matcher.label] ?? ''))
}

/** Whether a label's value meets a matcher; a pattern that is none matches nothing. */
export function matches({ operator, value: wanted }: Matcher, value: string): boolean {
  switch (operator) {
    case '=':
      return value === wanted
    case '!=':
      return value !== wanted
    case '=~':
      return matchesPattern(wanted, value)
    case '!~':
      return !matchesPattern(wanted, value)
  }
}

/** Prometheus lets a dot match the end of a line; Alertmanager does not. */
function matchesPattern(pattern: string, value: string): boolean {
  return goPattern(pattern.includes('.') ? `(?-s:${pattern})` : pattern).matches(value) === true
}
