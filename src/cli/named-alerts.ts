import { BelfryError } from '../errors/belfry-error.ts'
import { suggestHint } from '../errors/suggest.ts'

/**
 * What belongs to the alerts that a person named; none named is all.
 *
 * @throws BelfryError `BAD_OPTION` when there is no alert of a name.
 */
export function namedAlerts<T>(all: readonly T[], nameOf: (one: T) => string, names: readonly string[]): readonly T[] {
  const known = all.map(nameOf)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new BelfryError('BAD_OPTION', `there is no alert ${unknown}`, { hint: suggestHint(unknown, known) })
  return names.length === 0 ? all : all.filter((one) => names.includes(nameOf(one)))
}
