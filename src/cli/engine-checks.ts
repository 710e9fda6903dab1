import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkAlertmanagerConfig } from '../engines/amtool.ts'
import { type CheckerReport, skipped } from '../engines/checker.ts'
import { checkComposeFile } from '../engines/docker-compose-config.ts'
import type { FoundPrograms } from '../engines/find-program.ts'
import { checkPrometheusConfig, checkPrometheusRules } from '../engines/promtool.ts'
import type { LoadedStack } from '../loader/load-stack.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import { alertmanagerConfigPath, composePath, prometheusConfigPath, ruleFilePath } from '../model/names.ts'
import type { EngineChanges } from '../model/resolve-engines.ts'
import { renderAll } from '../renderers/renderers.ts'
import type { EnvironmentName } from '../spec/environment.ts'
import { examine } from './open-stack.ts'

/**
 * Has the engines' own checkers read what an environment renders to; nothing when the spec does not resolve.
 *
 * @param engines - what will run. @default the versions of the checkers
 */
export async function engineReports(
  stack: LoadedStack,
  environment: EnvironmentName,
  programs: FoundPrograms,
  signal: AbortSignal,
  engines: Partial<EngineChanges> = { versions: checkerVersions(programs) },
): Promise<readonly CheckerReport[]> {
  return withScratch(async (folder) => {
    // promtool wants secrets to exist; natively, their files stand below the scratch folder.
    const placement = { kind: 'native', stateDir: folder, configDir: folder, portOffset: 0 } as const
    const { model, problems } = await examine(stack, environment, placement, engines)
    const compose = await examine(stack, environment, { kind: 'compose' })
    if (model === null || compose.model === null) return []
    const tooOld = problems.find(({ id }) => id === 'engine-version')
    if (tooOld !== undefined) return [skipped('promtool, amtool', `too old a version: ${tooOld.message}`)]
    await writeScratch(folder, renderAll(model), model)
    await writeScratch(
      folder,
      renderAll(compose.model).filter(({ path }) => path === composePath),
      compose.model,
    )
    return checkFolder(folder, model, programs, signal)
  })
}

/** A checker understands the configuration of its own version, so that is what it gets. */
function checkerVersions({ found }: FoundPrograms): EngineChanges['versions'] {
  const promtool = found.get('promtool')?.version
  const amtool = found.get('amtool')?.version
  return {
    ...(promtool === undefined ? {} : { prometheus: promtool }),
    ...(amtool === undefined ? {} : { alertmanager: amtool }),
  }
}

async function checkFolder(
  folder: string,
  model: Model,
  { found }: FoundPrograms,
  signal: AbortSignal,
): Promise<readonly CheckerReport[]> {
  const promtool = found.get('promtool') ?? null
  const rules = model.ruleFiles.map(({ system }) => ruleFilePath(system))
  return Promise.all([
    checkPrometheusConfig({ promtool, folder, signal }, prometheusConfigPath),
    checkPrometheusRules({ promtool, folder, signal }, rules),
    checkAlertmanagerConfig(found.get('amtool') ?? null, folder, alertmanagerConfigPath, signal),
    checkComposeFile(folder, composePath, signal),
  ])
}

async function withScratch<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-check-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeScratch(folder: string, artifacts: readonly Artifact[], model: Model): Promise<void> {
  const secrets = model.secrets.map(({ secret }) => secret.path).filter((path) => path.startsWith(folder))
  const files = [
    ...artifacts.map(({ path, content }) => [join(folder, path), content] as const),
    ...secrets.map((path) => [path, ''] as const),
  ]
  for (const [path, content] of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
}
