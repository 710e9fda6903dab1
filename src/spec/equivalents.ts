import { callerPlace, type Place } from '../errors/place.ts'

/** Mutants of a rule that no case can tell from it, because they mean the same. */
export interface EquivalentSpec {
  readonly kind: 'equivalent'
  /** Name of an alert or a recording rule. */
  readonly rule: string
  /** Id of a mutant to the reason; `*` stands for any text in an id. */
  readonly mutants: Readonly<Record<string, string>>
  readonly place: Place
}

/**
 * States which mutants of a rule mean the same as it, each with the reason.
 *
 * @param mutants - by id as `belfry mutate` prints it, such as `threshold/1/more`; `*` stands for any text.
 */
export function equivalent(rule: string, mutants: Readonly<Record<string, string>>): EquivalentSpec {
  return { kind: 'equivalent', rule, mutants, place: callerPlace(equivalent) }
}
