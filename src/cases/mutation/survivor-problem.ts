import type { Place } from '../../errors/place.ts'
import type { Problem } from '../../errors/problem.ts'
import type { Survivor } from './score.ts'

/** A change that no case notices. */
export const mutantSurvived = 'mutant-survived'

/**
 * A survivor as a problem at its rule, with the changed text.
 *
 * @param near - where the last of its cases stands, mapped; `null` when there is none.
 */
export function survivorProblem({ mutant, cases }: Survivor, near: Place | null): Problem {
  const { original, words, field, text, from, to, id } = mutant
  const isQuery = field === 'expr'
  const line = text.slice(0, from).split('\n').length - 1
  return {
    id: mutantSurvived,
    severity: 'error',
    message: `${original.name}: no case notices that in ${field} ${words}`,
    hint: [
      ...(near === null ? [] : [`A case is missing beside ${near.file}:${near.line}; ${lookedAt(cases.length)}.`]),
      `Mutant ${id}`,
    ].join('\n'),
    path: `mutants.${original.name}.${id}`,
    place: isQuery ? original.expr.place : original.place,
    fragment: { query: text, from, to, below: isQuery ? (original.expr.lines[line] ?? 0) : 0 },
  }
}

function lookedAt(count: number): string {
  return count === 1 ? '1 case looked at it' : `${count} cases looked at it`
}
