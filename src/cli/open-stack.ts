import { checks } from '../checks/checks.ts'
import type { AnyCheck } from '../checks/query-check.ts'
import { runChecks } from '../checks/run-checks.ts'
import type { Problem } from '../errors/problem.ts'
import { type LoadedStack, loadStack } from '../loader/load-stack.ts'
import { readSources } from '../loader/read-sources.ts'
import { resolveStack } from '../loader/resolve-stack.ts'
import type { Model, Placement } from '../model/model.ts'
import type { EngineChanges } from '../model/resolve-engines.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { ProblemsFound } from './report-error.ts'
import { sharpenPlaces } from './sharpen-places.ts'

/** Loads the spec of the current folder. */
export async function openStack(options: { readonly stack: string }): Promise<LoadedStack> {
  return loadStack(await readSources({ root: process.cwd(), entry: options.stack }))
}

/** A model with what the checks say of it; without a model, what is wrong with the spec. */
export async function examine(
  stack: LoadedStack,
  environment: EnvironmentName,
  placement: Placement,
  engines: Partial<EngineChanges> = {},
  run: readonly AnyCheck[] = checks,
): Promise<{ readonly model: Model | null; readonly problems: readonly Problem[] }> {
  const { model, problems } = await resolveStack(stack, { environment, placement, engines })
  if (model === null) return { model, problems }
  return { model, problems: await sharpenPlaces(await stack.located(runChecks(model, run))) }
}

/**
 * A model that may be rendered.
 *
 * @throws ProblemsFound when one is an error.
 */
export async function soundModel(
  stack: LoadedStack,
  environment: EnvironmentName,
  placement: Placement,
  engines: Partial<EngineChanges> = {},
): Promise<Model> {
  const { model, problems } = await examine(stack, environment, placement, engines)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (model !== null && errors.length === 0) return model
  throw new ProblemsFound(errors)
}
