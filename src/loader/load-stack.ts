import { pathToFileURL } from 'node:url'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Problem } from '../errors/problem.ts'
import type { Runbook } from '../model/model.ts'
import type { StackSpec } from '../spec/stack.ts'
import { mapProblems } from './map-place.ts'
import type { Sources } from './read-sources.ts'

/** Everything that an author wrote, ready to be resolved. */
export interface LoadedStack {
  readonly spec: StackSpec
  readonly runbooks: readonly Runbook[]
  readonly runbookLayout: string
  /** Problems with their places in the author's files. */
  located(problems: readonly Problem[]): Promise<readonly Problem[]>
  /** The message of an exception that the author's code threw, with its place. */
  describe(error: unknown): Promise<string>
}

/**
 * Runs a compiled spec.
 *
 * @throws BelfryError `SPEC_BROKEN`.
 */
export async function loadStack(sources: Sources): Promise<LoadedStack> {
  const { root, spec: compiled, runbooks, runbookLayout } = sources
  const located = (problems: readonly Problem[]) => mapProblems(problems, root, compiled.module, compiled.map)
  const describe = async (error: unknown): Promise<string> => {
    const text = error instanceof Error ? error.message : String(error)
    const place = error instanceof Error ? throwPlace(error) : null
    if (place === null) return text
    const [at] = await located([{ id: '', severity: 'error', message: '', hint: '', path: '', place }])
    return at?.place ? `${text} (${at.place.file}:${at.place.line})` : text
  }
  return { spec: await importSpec(compiled.module, describe), runbooks, runbookLayout, located, describe }
}

async function importSpec(module: string, describe: (error: unknown) => Promise<string>): Promise<StackSpec> {
  let loaded: { default?: unknown }
  try {
    loaded = (await import(pathToFileURL(module).href)) as { default?: unknown }
  } catch (error) {
    throw new BelfryError('SPEC_BROKEN', `the spec throws while it is loaded: ${await describe(error)}`, {
      cause: error,
    })
  }
  if (isStackSpec(loaded.default)) return loaded.default
  throw new BelfryError('SPEC_BROKEN', 'the spec has no default export made by defineStack', {
    hint: 'End the file with `export default defineStack({ … })`.',
  })
}

/** Where an author's own exception was thrown. */
function throwPlace(error: Error): Problem['place'] {
  const frame = /at .*?((?:file:\/\/)?\/[^()\s]+):(\d+):(\d+)/.exec(error.stack ?? '')
  return frame === null ? null : { file: frame[1] ?? '', line: Number(frame[2]), column: Number(frame[3]) }
}

function isStackSpec(value: unknown): value is StackSpec {
  return (
    typeof value === 'object' && value !== null && 'environments' in value && 'systems' in value && 'notify' in value
  )
}
