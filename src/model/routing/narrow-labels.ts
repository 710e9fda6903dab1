import type { Matcher as QueryMatcher } from '../../promql/ast.ts'
import type { LabelSet } from '../../promql/infer/label-set.ts'
import { matchLabels } from '../../promql/infer/select-series.ts'
import type { Matcher } from '../model.ts'

/** The part of the alerts that matchers leave; `null` when they leave none. */
export function matching(labels: LabelSet, matchers: readonly Matcher[]): LabelSet | null {
  return matchLabels(labels, matchers.map(asQueryMatcher))
}

/** The part of the alerts that does not meet all matchers, as far as it can be told apart; `null` when all meet them. */
export function notMatching(labels: LabelSet, matchers: readonly Matcher[]): LabelSet | null {
  const others = matchers.map((matcher) => matching(labels, [negated(matcher)])).filter((one) => one !== null)
  const [first] = others
  if (first === undefined) return null
  return matchers.length === 1 ? first : labels
}

const opposite = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const

/** The matcher that holds exactly where this one does not. */
export function negated(matcher: Matcher): Matcher {
  return { ...matcher, operator: opposite[matcher.operator] }
}

function asQueryMatcher({ label, operator, value }: Matcher): QueryMatcher {
  const nowhere = { from: 0, to: 0 }
  return {
    ...nowhere,
    label: { ...nowhere, text: label, quoted: false },
    operator,
    value: { ...nowhere, kind: 'string', value },
  }
}
