import { resolve } from 'node:path'
import { reportText } from '../../checks/report-text.ts'
import { BelfryError } from '../../errors/belfry-error.ts'
import { applyWrite } from '../../outputs/apply-write.ts'
import { checkTree } from '../../outputs/check-tree.ts'
import { planWrite } from '../../outputs/plan-write.ts'
import { renderAll } from '../../renderers/renderers.ts'
import { environmentNamed, openStack, soundModel } from '../open-stack.ts'
import { result, resultJson, talk } from '../output.ts'
import { ProblemsFound } from '../report-error.ts'

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
  const model = await soundModel(await openStack(options), environment, { kind: 'compose' })
  const artifacts = renderAll(model)

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
