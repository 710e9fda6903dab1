import { checks } from '../checks/checks.ts'
import { distinctProblems } from '../checks/distinct-problems.ts'
import type { Problem } from '../errors/problem.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import { type EnvironmentName, environmentNames } from '../spec/environment.ts'
import type { EngineCheckOptions } from './engine-problems.ts'
import { environmentNamed } from './environment-named.ts'
import { examine, openStack } from './open-stack.ts'

export interface StackCheckOptions extends EngineCheckOptions {
  readonly stack: string
  readonly env?: string
  readonly engines: boolean
  /** Checks that run. @default none - all of them */
  readonly only?: readonly string[]
}

export interface StackReport {
  readonly problems: readonly Problem[]
  /** Names of the environments, joined. */
  readonly scope: string
}

/** Runs Belfry's checks on each environment, then the engines' own on what would be rendered. */
export async function checkStack(options: StackCheckOptions): Promise<StackReport> {
  const environments = options.env === undefined ? environmentNames : [environmentNamed(options.env)]
  const stack = await openStack(options)
  const found = new Map<string, readonly Problem[]>()
  for (const environment of environments) found.set(environment, await checkEnvironment(stack, environment, options))
  return { problems: distinctProblems(found), scope: environments.join(', ') }
}

async function checkEnvironment(
  stack: LoadedStack,
  environment: EnvironmentName,
  options: StackCheckOptions,
): Promise<readonly Problem[]> {
  const { only = [] } = options
  const run = only.length === 0 ? checks : checks.filter(({ id }) => only.includes(id))
  const { model, problems } = await examine(stack, environment, { kind: 'compose' }, {}, run)
  if (model === null || !options.engines) return problems
  // Brings all renderers with it, which nothing else here needs.
  const { engineProblems } = await import('./engine-problems.ts')
  return [...problems, ...(await engineProblems(stack, environment, options))]
}
