import { BelfryError } from '../errors/belfry-error.ts'
import { suggestHint } from '../errors/suggest.ts'
import { type EnvironmentName, environmentNames } from '../spec/environment.ts'

/** The environment that a person named. */
export function environmentNamed(name: string): EnvironmentName {
  const known = environmentNames.find((one) => one === name)
  if (known !== undefined) return known
  throw new BelfryError('UNKNOWN_ENVIRONMENT', `there is no environment ${name}`, {
    hint: suggestHint(name, environmentNames),
  })
}
