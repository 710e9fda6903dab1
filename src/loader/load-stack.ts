import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Problem } from '../errors/problem.ts'
import type { Runbook } from '../model/model.ts'
import type { StackSpec } from '../spec/stack.ts'
import { mapProblems } from './map-place.ts'
import { readRunbooks } from './read-runbooks.ts'
import { type CachedSpec, compiledSpec } from './spec-cache.ts'

/** Everything that an author wrote, ready to be resolved. */
export interface LoadedStack {
  readonly spec: StackSpec
  readonly runbooks: readonly Runbook[]
  readonly runbookLayout: string
  /** Changes with the content of the compiled spec. */
  readonly hash: string
  /** Problems with their places in the author's files. */
  located(problems: readonly Problem[]): Promise<readonly Problem[]>
  /** The message of an exception that the author's code threw, with its place. */
  describe(error: unknown): Promise<string>
}

export interface LoadOptions {
  /** Folder of the project. */
  readonly root: string
  /** The spec, relative to the root. @default 'stack/stack.ts' */
  readonly entry?: string
  /** @default '.belfry/cache' below the root */
  readonly cacheDir?: string
}

/**
 * Loads a spec and its runbooks.
 *
 * @throws BelfryError `SPEC_NOT_FOUND`, `SPEC_BROKEN`.
 */
export async function loadStack(options: LoadOptions): Promise<LoadedStack> {
  const root = resolve(options.root)
  const entry = relative(root, resolve(root, options.entry ?? 'stack/stack.ts'))
  if (!existsSync(join(root, entry))) {
    throw new BelfryError('SPEC_NOT_FOUND', `there is no spec at ${join(root, entry)}`, {
      hint: 'Run this in the folder that holds stack/stack.ts, or give the file with --stack.',
    })
  }
  const compiled = await compiledSpec(root, entry, resolve(options.cacheDir ?? join(root, '.belfry/cache')))
  const [spec, runbooks, runbookLayout] = await Promise.all([
    importSpec(root, compiled),
    readRunbooks(join(root, 'runbooks')),
    readFile(join(root, 'runbooks/layout.md.hbs'), 'utf8').catch(() => ''),
  ])
  const located = (problems: readonly Problem[]) => mapProblems(problems, root, compiled.module, compiled.map)
  return {
    spec,
    runbooks,
    runbookLayout,
    hash: compiled.hash,
    located,
    describe: (error) => describe(error, root, compiled),
  }
}

async function importSpec(root: string, compiled: CachedSpec): Promise<StackSpec> {
  let loaded: { default?: unknown }
  try {
    loaded = (await import(pathToFileURL(compiled.module).href)) as { default?: unknown }
  } catch (error) {
    throw new BelfryError(
      'SPEC_BROKEN',
      `the spec throws while it is loaded: ${await describe(error, root, compiled)}`,
      { cause: error },
    )
  }
  if (!isStackSpec(loaded.default)) {
    throw new BelfryError('SPEC_BROKEN', 'the spec has no default export made by defineStack', {
      hint: 'End the file with `export default defineStack({ … })`.',
    })
  }
  return loaded.default
}

/** The message of an author's own exception with its place. */
async function describe(error: unknown, root: string, { module, map }: CachedSpec): Promise<string> {
  if (!(error instanceof Error)) return String(error)
  const frame = /at .*?((?:file:\/\/)?\/[^()\s]+):(\d+):(\d+)/.exec(error.stack ?? '')
  if (frame === null) return error.message
  const place = { file: frame[1] ?? '', line: Number(frame[2]), column: Number(frame[3]) }
  const [located] = await mapProblems(
    [{ id: '', severity: 'error', message: '', hint: '', path: '', place }],
    root,
    module,
    map,
  )
  return located?.place ? `${error.message} (${located.place.file}:${located.place.line})` : error.message
}

function isStackSpec(value: unknown): value is StackSpec {
  return (
    typeof value === 'object' && value !== null && 'environments' in value && 'systems' in value && 'notify' in value
  )
}
