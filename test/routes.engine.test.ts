import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../src/engines/run-command.ts'
import { toYaml } from '../src/formats/yaml.ts'
import { formatMatcher, parseMatcher } from '../src/model/matcher.ts'
import type { Route } from '../src/model/model.ts'
import { routeAlert } from '../src/model/routing/route-alert.ts'
import type { Labels } from '../src/spec/labels.ts'
import { engineProgram } from './support/engine-program.ts'
import { testRoute } from './support/model.ts'

const amtool = await engineProgram('amtool').catch(() => null)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-routes-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** The receivers that Alertmanager's own tool names, each once. */
async function ask(root: Route, labels: Labels): Promise<readonly string[]> {
  if (amtool === null) throw new Error('amtool is not there')
  const file = join(folder, 'alertmanager.yml')
  const receivers = [...receiversOf(root)].map((name) => ({ name }))
  await writeFile(file, toYaml({ route: configOf(root), receivers }))
  const flags = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  const command = ['config', 'routes', 'test', `--config.file=${file}`, ...flags]
  const { exitCode, stdout, stderr } = await runCommand(amtool.path, command, { env: amtool.env, timeoutMs: 20_000 })
  if (exitCode !== 0) throw new Error(stderr)
  return [...new Set(stdout.trim().split(','))]
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

function node(receiver: string, matchers: readonly string[] = [], change: Partial<Route> = {}): Route {
  return { ...testRoute(), receiver, matchers: matchers.map(parseMatcher), continue: false, routes: [], ...change }
}

// A machine that tests for others must have it.
describe.skipIf(amtool === null && process.env['CI'] === undefined)("Belfry's routing agrees with amtool", () => {
  const root = node('default', [], {
    routes: [
      node('watchdog', ['alertname="Watchdog"']),
      node('pager', ['severity="critical"'], {
        continue: true,
        routes: [node('database', ['system=~"postgres|redis"']), node('vectors', ['component="ruvector"'])],
      }),
      node('anchored', ['system=~"red"']),
      node('caseless', ['system=~"(?i)NODE"']),
      node('untagged', ['team=""', 'system!~"redis|postgres"']),
      node('rest', ['team!=""']),
    ],
  })

  it.each<Labels>([
    { alertname: 'Watchdog' },
    { alertname: 'A', severity: 'critical', system: 'redis', team: 'x' },
    { alertname: 'A', severity: 'critical', component: 'ruvector' },
    { alertname: 'A', severity: 'critical', system: 'node' },
    { alertname: 'A', severity: 'warning', system: 'red', team: 'x' },
    { alertname: 'A', severity: 'warning', system: 'redis' },
    { alertname: 'A', severity: 'warning' },
    { alertname: 'A', severity: 'warning', team: 'x' },
  ])('about %j', async (labels) => {
    expect(routeAlert(root, labels)).toEqual(await ask(root, labels))
  })

  it('about any tree', { timeout: 60_000 }, async () => {
    const matcher = fc.constantFrom('a="x"', 'a!="x"', 'b=~"x|y"', 'b!~"y"', 'a=""')
    const { tree } = fc.letrec<{ tree: Route }>((tie) => ({
      tree: fc
        .tuple(
          fc.constantFrom('r1', 'r2', 'r3', 'r4'),
          fc.array(matcher, { maxLength: 2 }),
          fc.boolean(),
          fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 3 })),
        )
        .map(([receiver, matchers, goesOn, routes]) => node(receiver, matchers, { continue: goesOn, routes })),
    }))
    const any = fc.array(tree, { minLength: 1, maxLength: 3 }).map((routes) => node('root', [], { routes }))
    const labels = fc.record({ a: fc.constantFrom('x', 'y'), b: fc.constantFrom('x', 'z') }, { requiredKeys: [] })
    await fc.assert(
      fc.asyncProperty(any, labels, async (route, set) => {
        expect(routeAlert(route, { c: 'x', ...set })).toEqual(await ask(route, { c: 'x', ...set }))
      }),
      { numRuns: 60 },
    )
  })
})
