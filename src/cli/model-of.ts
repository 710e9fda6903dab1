import type { Model } from '../model/model.ts'
import { environmentNamed } from './environment-named.ts'
import { examine, openStack } from './open-stack.ts'
import { ProblemsFound } from './report-error.ts'

/**
 * The model of an environment as its containers run it, whatever the checks say of it.
 *
 * @throws ProblemsFound when the spec does not resolve.
 */
export async function modelOf(options: { readonly stack: string; readonly env: string }): Promise<Model> {
  const environment = environmentNamed(options.env)
  const { model, problems } = await examine(await openStack(options), environment, { kind: 'compose' }, {}, [])
  if (model !== null) return model
  throw new ProblemsFound(problems)
}
