import { writeFile } from 'node:fs/promises'
import type { Program } from '../../src/engines/program.ts'
import { runCommand } from '../../src/engines/run-command.ts'
import { limitConcurrency } from '../../src/exporter/limit-concurrency.ts'
import { toYaml } from '../../src/formats/yaml.ts'
import { formatMatcher } from '../../src/model/matcher.ts'
import type { Route } from '../../src/model/model.ts'
import type { Labels } from '../../src/spec/labels.ts'

/** It takes one set of labels at a time, and more processes than this only wait for each other. */
const queue = limitConcurrency(4)

/** The receivers that Alertmanager's own tool names for an alert, each once. */
export async function askAmtool(amtool: Program, configFile: string, labels: Labels): Promise<readonly string[]> {
  const flags = Object.entries(labels).map(([label, value]) => formatMatcher({ label, operator: '=', value }))
  const command = ['config', 'routes', 'test', `--config.file=${configFile}`, ...flags]
  const { exitCode, stdout, stderr } = await queue(() =>
    runCommand(amtool.path, command, { env: amtool.env, timeoutMs: 60_000 }),
  )
  if (exitCode !== 0) throw new Error(`amtool: ${stderr}`)
  // Newer versions may say something on the lines before.
  return [...new Set(stdout.trim().split('\n').at(-1)?.split(','))]
}

/** Writes a configuration that has a routing tree and nothing else. */
export async function writeRoutes(file: string, root: Route): Promise<void> {
  const receivers = [...receiversOf(root)].map((name) => ({ name }))
  await writeFile(file, toYaml({ route: configOf(root), receivers }))
}

function configOf(route: Route): object {
  return {
    receiver: route.receiver,
    ...(route.matchers.length > 0 && { matchers: route.matchers.map(formatMatcher) }),
    ...(route.continue && { continue: true }),
    ...(route.routes.length > 0 && { routes: route.routes.map(configOf) }),
  }
}

function receiversOf(route: Route): ReadonlySet<string> {
  return new Set([route.receiver, ...route.routes.flatMap((child) => [...receiversOf(child)])])
}
