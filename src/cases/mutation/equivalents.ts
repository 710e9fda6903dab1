import type { Problem } from '../../errors/problem.ts'
import { suggestHint } from '../../errors/suggest.ts'
import type { EquivalentSpec } from '../../spec/equivalents.ts'
import type { Mutant } from './mutant.ts'
import type { Fate } from './run-mutants.ts'

/** A survivor that is said to mean the same as its rule. */
export interface EquivalentMatch {
  readonly mutant: Mutant
  readonly reason: string
}

/** What the content says of a survivor; `null` when it says nothing. */
export function matchEquivalent(stated: readonly EquivalentSpec[], mutant: Mutant): EquivalentMatch | null {
  for (const { rule, mutants } of stated) {
    if (rule !== mutant.original.name) continue
    const found = Object.entries(mutants).find(([pattern]) => matches(pattern, mutant.id))
    if (found !== undefined) return { mutant, reason: found[1] }
  }
  return null
}

/** Statements that are about no survivor. */
export const mutantEquivalent = 'mutant-equivalent'

/**
 * Statements without a reason, about nothing, or about mutants that cases kill.
 *
 * @param rules - names of all rules of the model.
 * @param fates - of the mutants of the rules that were looked at; nothing is said of others.
 */
export function equivalentProblems(
  stated: readonly EquivalentSpec[],
  rules: ReadonlySet<string>,
  fates: ReadonlyMap<Mutant, Fate>,
): readonly Problem[] {
  return stated.flatMap((one): readonly Problem[] => {
    const { rule } = one
    if (!rules.has(rule)) return [problem(one, `there is no rule ${rule}`, suggestHint(rule, [...rules]))]
    const own = [...fates].filter(([{ original }]) => original.name === rule)
    if (own.length === 0) return []
    return Object.entries(one.mutants).flatMap(([pattern, reason]): readonly Problem[] => {
      const found = own.filter(([{ id }]) => matches(pattern, id))
      if (reason.trim() === '') return [problem(one, `${rule}: ${pattern} is equivalent for no reason`, 'Say why.')]
      if (found.length === 0) {
        const hint = suggestHint(
          pattern,
          own.map(([{ id }]) => id),
        )
        return [problem(one, `${rule} has no mutant ${pattern}`, hint)]
      }
      return found.some(([, fate]) => fate === 'survived' || fate === 'untested')
        ? []
        : [problem(one, `${rule}: ${pattern} is not equivalent, a case kills it`, 'Take the statement away.')]
    })
  })
}

function problem({ rule, place }: EquivalentSpec, message: string, hint: string): Problem {
  return { id: mutantEquivalent, severity: 'error', message, hint, path: `equivalents.${rule}`, place }
}

function matches(pattern: string, id: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  if (others.length === 0) return pattern === id
  if (!id.startsWith(first)) return false
  let at = first.length
  const last = others.pop() ?? ''
  for (const part of others) {
    const found = id.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return id.length - last.length >= at && id.endsWith(last)
}
