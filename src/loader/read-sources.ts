import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { BelfryError } from '../errors/belfry-error.ts'
import type { Runbook } from '../model/model.ts'
import { readRunbooks } from './read-runbooks.ts'
import { type CachedSpec, compiledSpec } from './spec-cache.ts'

/** What an author wrote, compiled and read, but not yet run. */
export interface Sources {
  /** Absolute. */
  readonly root: string
  readonly spec: CachedSpec
  readonly runbooks: readonly Runbook[]
  readonly runbookLayout: string
  /** Changes with the content of anything that was read. */
  readonly hash: string
}

export interface SourceOptions {
  /** Folder of the project. */
  readonly root: string
  /** The spec, relative to the root. @default 'stack/stack.ts' */
  readonly entry?: string
  /** @default '.belfry/cache' below the root */
  readonly cacheDir?: string
}

/**
 * Compiles the spec, unless that is done already, and reads the runbooks.
 *
 * @throws BelfryError `SPEC_NOT_FOUND`, `SPEC_BROKEN`.
 */
export async function readSources(options: SourceOptions): Promise<Sources> {
  const root = resolve(options.root)
  const entry = relative(root, resolve(root, options.entry ?? 'stack/stack.ts'))
  if (!existsSync(join(root, entry))) {
    throw new BelfryError('SPEC_NOT_FOUND', `there is no spec at ${join(root, entry)}`, {
      hint: 'Run this in the folder that holds stack/stack.ts, or give the file with --stack.',
    })
  }
  const spec = await compiledSpec(root, entry, resolve(options.cacheDir ?? join(root, '.belfry/cache')))
  const runbooks = readRunbooks(join(root, 'runbooks'))
  const layoutPath = join(root, 'runbooks/layout.md.hbs')
  const runbookLayout = existsSync(layoutPath) ? await readFile(layoutPath, 'utf8') : ''
  const hash = createHash('sha256').update(spec.hash).update(runbookLayout)
  for (const { system, alert, text } of runbooks) hash.update(`\0${system}/${alert}\0`).update(text)
  return { root, spec, runbooks, runbookLayout, hash: hash.digest('hex') }
}
