import type { Alert, Recording } from '../../model/model.ts'
import type { Expr } from '../../promql/ast.ts'
import { parsePromql } from '../../promql/parse.ts'
import { checkTypes } from '../../promql/typecheck.ts'
import type { PromqlVersion } from '../../promql/versions.ts'
import { alertMutants } from './change-alert.ts'
import { changesOf } from './change-query.ts'
import type { Mutant } from './mutant.ts'
import { normalForm } from './normal-form.ts'
import type { Change } from './operators/change.ts'

/**
 * Every rule that differs from this one in one small way, each once. All of them are rules that Prometheus accepts;
 * those that mean the same by construction are left out.
 */
export function mutantsOf(rule: Alert | Recording, version: PromqlVersion): readonly Mutant[] {
  const { node } = parsePromql(rule.expr.text)
  const own = node === null ? [] : queryMutants(rule, node, version)
  return [...own, ...(rule.kind === 'alert' ? alertMutants(rule) : [])]
}

function queryMutants(rule: Alert | Recording, expr: Expr, version: PromqlVersion): readonly Mutant[] {
  const { text } = rule.expr
  const seen = new Set([normalForm(expr)])
  const sites = new Map<string, number[]>()
  const mutants: Mutant[] = []
  for (const change of changesOf(text, expr, isValueSeen(rule))) {
    const changed = `${text.slice(0, change.from)}${change.replacement}${text.slice(change.to)}`
    const { node } = parsePromql(changed)
    if (node === null || checkTypes(node, version).length > 0) continue
    const form = normalForm(node)
    const id = `${change.operator}/${siteNumber(sites, change)}/${change.name}`
    if (seen.has(form)) continue
    seen.add(form)
    mutants.push({
      id,
      operator: change.operator,
      words: change.words,
      original: rule,
      rule: { ...rule, expr: { ...rule.expr, text: changed } },
      field: 'expr',
      text: changed,
      from: change.from,
      to: change.from + change.replacement.length,
    })
  }
  return mutants
}

/** Places are counted by operator, in the order of the text. */
function siteNumber(sites: Map<string, number[]>, { operator, anchor }: Change): number {
  const known = sites.get(operator) ?? []
  sites.set(operator, known)
  if (!known.includes(anchor)) known.push(anchor)
  return known.indexOf(anchor) + 1
}

function isValueSeen(rule: Alert | Recording): boolean {
  if (rule.kind === 'record') return true
  const texts = [...Object.values(rule.annotations), ...Object.values(rule.labels)]
  return texts.some((text) => /\$value\b|\.Value\b/.test(text))
}
