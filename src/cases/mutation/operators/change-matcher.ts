import type { Matcher, VectorSelector } from '../../../promql/ast.ts'
import { type Change, type QueryOperator, swap } from './change.ts'

/** `x{a="b"}` becomes `x{}` and `x{a!="b"}`, and so on. */
export const changeMatcher: QueryOperator = (site) => {
  const { node, text } = site
  if (node.kind !== 'vector') return []
  return node.matchers.flatMap((matcher, index): readonly Change[] => {
    const written = text.slice(matcher.from, matcher.to)
    const behind = text.slice(matcher.label.to)
    const operatorFrom = matcher.label.to + behind.indexOf(matcher.operator)
    const operatorSpan = { from: operatorFrom, to: operatorFrom + matcher.operator.length }
    return [
      {
        operator: 'matcher',
        anchor: matcher.from,
        name: `${matcher.label.text}/dropped`,
        words: `\`${written}\` is dropped`,
        ...spanToDrop(node, matcher, index),
        replacement: '',
      },
      {
        ...swap('matcher', site, operatorSpan, negations[matcher.operator], `${matcher.label.text}/negated`),
        anchor: matcher.from,
      },
    ]
  })
}

const negations = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const

/** With the comma behind it, or the one in front of the last. */
function spanToDrop({ matchers }: VectorSelector, { from, to }: Matcher, index: number): { from: number; to: number } {
  const next = matchers[index + 1]
  if (next !== undefined) return { from, to: next.from }
  return { from: matchers[index - 1]?.to ?? from, to }
}
