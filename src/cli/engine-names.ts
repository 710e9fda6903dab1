import { BelfryError } from '../errors/belfry-error.ts'
import { suggestHint } from '../errors/suggest.ts'
import { type EngineName, engineNames } from '../spec/engine-name.ts'

/** The engines that a person named; none for all. */
export function enginesNamed(names: readonly string[]): readonly EngineName[] {
  return names.map((name) => {
    const known = engineNames.find((one) => one === name)
    if (known !== undefined) return known
    throw new BelfryError('BAD_OPTION', `there is no engine ${name}`, { hint: suggestHint(name, engineNames) })
  })
}
