import type { Alert, Recording } from '../../model/model.ts'
import type { Expr } from '../../promql/ast.ts'
import { childrenOf } from '../../promql/children-of.ts'
import { parsePromql } from '../../promql/parse.ts'
import type { AlertCase } from '../alert-case.ts'
import type { Mutant } from './mutant.ts'

/**
 * The rules of a case that a mutant changes, directly or through a recording rule, under names of their own: so that many
 * mutants can be tried side by side on the same series.
 *
 * @param tag - what names end in.
 */
export function variantOf(
  { alert, recordings }: Pick<AlertCase, 'alert' | 'recordings'>,
  mutant: Mutant,
  tag: string,
): readonly (Alert | Recording)[] {
  const renamed = new Map<string, string>()
  const rules: (Alert | Recording)[] = []
  const changed = recordings.filter((one) => isAffected(one, recordings, mutant, new Set()))
  for (const { name } of changed) renamed.set(name, `${name}${tag}`)
  for (const one of [...changed, alert]) {
    const rule = mutated(one, mutant)
    const text = renameSeries(rule.expr.text, renamed)
    rules.push({ ...rule, name: `${rule.name}${tag}`, expr: { ...rule.expr, text } })
  }
  return rules
}

/** The mutant in place of the rule that it was made of; any other rule as it is. */
export function mutated<R extends Alert | Recording>(rule: R, { original, rule: changed }: Mutant): R {
  return rule.kind === original.kind && rule.name === original.name ? (changed as R) : rule
}

function isAffected(
  recording: Recording,
  all: readonly Recording[],
  mutant: Mutant,
  asked: ReadonlySet<string>,
): boolean {
  if (mutated(recording, mutant) !== recording) return true
  if (asked.has(recording.name)) return false
  const names = seriesIn(recording.expr.text).map(({ text }) => text)
  const further = new Set([...asked, recording.name])
  return all.some((one) => names.includes(one.name) && one !== recording && isAffected(one, all, mutant, further))
}

function renameSeries(text: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return text
  let result = text
  for (const { from, to, text: name } of seriesIn(text).toReversed())
    result = `${result.slice(0, from)}${renamed.get(name) ?? text.slice(from, to)}${result.slice(to)}`
  return result
}

/** Names of series where they stand, in the order of the text. */
function seriesIn(text: string): readonly { readonly text: string; readonly from: number; readonly to: number }[] {
  const { node } = parsePromql(text)
  return node === null ? [] : namesOf(node)
}

function namesOf(node: Expr): ReturnType<typeof seriesIn> {
  if (node.kind === 'vector') return node.name === null ? [] : [node.name]
  return childrenOf(node)
    .flatMap(namesOf)
    .sort((a, b) => a.from - b.from)
}
