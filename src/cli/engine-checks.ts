import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkAlertmanagerConfig } from '../engines/amtool.ts'
import type { CheckerReport } from '../engines/checker.ts'
import type { FoundPrograms } from '../engines/find-program.ts'
import { checkPrometheusConfig, checkPrometheusRules } from '../engines/promtool.ts'
import type { Artifact } from '../model/artifact.ts'
import type { Model } from '../model/model.ts'
import { alertmanagerConfigPath, prometheusConfigPath, ruleFilePath } from '../model/names.ts'

/** Has the engines' own checkers read a rendering that stands in a folder. */
export async function checkRendering(
  folder: string,
  model: Model,
  programs: FoundPrograms,
): Promise<readonly CheckerReport[]> {
  const promtool = programs.found.get('promtool') ?? null
  const amtool = programs.found.get('amtool') ?? null
  const rules = model.ruleFiles.map(({ system }) => ruleFilePath(system))
  return Promise.all([
    checkPrometheusConfig({ promtool, folder }, prometheusConfigPath),
    checkPrometheusRules({ promtool, folder }, rules),
    checkAlertmanagerConfig(amtool, folder, alertmanagerConfigPath),
  ])
}

/** Lends a folder for as long as `use` runs. */
export async function withScratch<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-check-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Writes artifacts, and empty files in place of secrets: promtool wants every file that is named to exist. */
export async function writeScratch(folder: string, artifacts: readonly Artifact[], model: Model): Promise<void> {
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
