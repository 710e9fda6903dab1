import { join, resolve } from 'node:path'
import { reportText } from '../../checks/report-text.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { readSources } from '../../loader/read-sources.ts'
import type { Artifact } from '../../model/artifact.ts'
import { applyWrite } from '../../outputs/apply-write.ts'
import { checkTree } from '../../outputs/check-tree.ts'
import { planWrite } from '../../outputs/plan-write.ts'
import type { EnvironmentName } from '../../spec/environment.ts'
import { environmentNamed } from '../environment-named.ts'
import { result, resultJson, talk } from '../output.ts'
import { cachedArtifacts } from '../rendered-cache.ts'
import { ProblemsFound } from '../report-error.ts'

declare const BELFRY_BUILD: string

export interface GenerateOptions {
  readonly stack: string
  readonly env: string
  readonly out?: string
  readonly check?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

/** Renders an environment and writes its files, or says how the files differ. */
export async function generate(options: GenerateOptions): Promise<void> {
  const environment = environmentNamed(options.env)
  if (options.out === undefined && environment !== 'local') {
    throw new BelfryError('BAD_OPTION', `the environment ${environment} needs an output folder`, {
      hint: 'Add `--out DIR`; only local is rendered into this folder.',
    })
  }
  const outDir = resolve(options.out ?? '.')
  const artifacts = await artifactsOf(options.stack, environment)

  if (options.check === true) {
    const drift = await checkTree(outDir, artifacts)
    if (options.json === true) resultJson({ outDir, drift })
    if (drift.length === 0)
      return options.json === true ? undefined : result(`${artifacts.length} files in ${outDir} are up to date`)
    if (options.json !== true) talk(reportText(drift).trimEnd())
    throw new ProblemsFound()
  }

  const plan = await planWrite(outDir, artifacts)
  await applyWrite(plan, { force: options.force ?? false })
  const { create, update, remove, unchanged } = plan
  if (options.json === true) return resultJson({ outDir, create, update, remove, unchanged })
  for (const [mark, paths] of [
    ['+', create],
    ['~', update],
    ['-', remove],
  ] as const) {
    for (const path of paths) talk(`${mark} ${path}`)
  }
  result(
    `${artifacts.length} files of ${environment} in ${outDir}: ${create.length} new, ${update.length} changed, ${remove.length} removed`,
  )
}

/** What the environment renders to. Without a change since the last time, neither the spec nor a renderer is run. */
async function artifactsOf(entry: string, environment: EnvironmentName): Promise<readonly Artifact[]> {
  const root = process.cwd()
  const sources = await readSources({ root, entry })
  const inputs = [BELFRY_BUILD, sources.hash, environment]
  return cachedArtifacts(join(root, '.belfry/cache/rendered'), inputs, async () =>
    (await import('../render-stack.ts')).renderStack(sources, environment),
  )
}
