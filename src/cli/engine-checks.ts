import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkAlertmanagerConfig } from '../engines/amtool.ts'
import type { CheckerReport } from '../engines/checker.ts'
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

/** Has the engines' own checkers read what an environment renders to; nothing when the spec does not resolve. */
export async function engineReports(
  stack: LoadedStack,
  environment: EnvironmentName,
  programs: FoundPrograms,
  engines: Partial<EngineChanges> = {},
): Promise<readonly CheckerReport[]> {
  return withScratch(async (folder) => {
    // promtool wants secrets to exist; natively, their files stand below the scratch folder.
    const placement = { kind: 'native', stateDir: folder, configDir: folder, portOffset: 0 } as const
    const { model } = await examine(stack, environment, placement, engines)
    const compose = await examine(stack, environment, { kind: 'compose' }, engines)
    if (model === null || compose.model === null) return []
    await writeScratch(folder, renderAll(model), model)
    await writeScratch(
      folder,
      renderAll(compose.model).filter(({ path }) => path === composePath),
      compose.model,
    )
    return checkFolder(folder, model, programs)
  })
}

async function checkFolder(folder: string, model: Model, { found }: FoundPrograms): Promise<readonly CheckerReport[]> {
  const promtool = found.get('promtool') ?? null
  const rules = model.ruleFiles.map(({ system }) => ruleFilePath(system))
  return Promise.all([
    checkPrometheusConfig({ promtool, folder }, prometheusConfigPath),
    checkPrometheusRules({ promtool, folder }, rules),
    checkAlertmanagerConfig(found.get('amtool') ?? null, folder, alertmanagerConfigPath),
    checkComposeFile(folder, composePath),
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
