import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { possibleAlerts } from '../src/checks/alert-labels.ts'
import { subjectsOf } from '../src/checks/subjects-of.ts'
import { worldOf } from '../src/checks/world.ts'
import { parseMatcher } from '../src/model/matcher.ts'
import type { Model, Route } from '../src/model/model.ts'
import { resolve } from '../src/model/resolve.ts'
import { waysOf } from '../src/model/routing/alert-ways.ts'
import { routeAlert } from '../src/model/routing/route-alert.ts'
import { renderAlertmanager } from '../src/renderers/alertmanager.ts'
import { type EnvironmentName, environmentNames } from '../src/spec/environment.ts'
import type { Labels } from '../src/spec/labels.ts'
import stack from '../stack/stack.ts'
import { askAmtool, writeRoutes } from './support/ask-amtool.ts'
import { engineProgram } from './support/engine-program.ts'
import { testRoute } from './support/model.ts'
import { sampleLabels } from './support/sample-labels.ts'

const amtool = await engineProgram('amtool').catch(() => null)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-routes-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function ask(file: string, labels: Labels): Promise<readonly string[]> {
  if (amtool === null) throw new Error('amtool is not there')
  return askAmtool(amtool, file, labels)
}

function node(receiver: string, matchers: readonly string[] = [], change: Partial<Route> = {}): Route {
  return { ...testRoute(), receiver, matchers: matchers.map(parseMatcher), continue: false, routes: [], ...change }
}

// A machine that tests for others must have it.
describe.skipIf(amtool === null && process.env.CI === undefined)("Belfry's routing agrees with amtool", () => {
  const root = node('default', [], {
    routes: [
      node('watchdog', ['alertname="Watchdog"']),
      node('pager', ['severity="critical"'], {
        continue: true,
        routes: [node('database', ['system=~"postgres|redis"']), node('vectors', ['component="ruvector"'])],
      }),
      node('anchored', ['system=~"red"']),
      node('caseless', ['system=~"(?i)NODE"']),
      node('classes', ['system=~"[[:alpha:]]{3}-\\\\d+\\\\z"']),
      node('untagged', ['team=""', 'system!~"redis|postgres"']),
      node('rest', ['team!=""']),
    ],
  })

  it('about all kinds of matchers', async () => {
    const file = join(folder, 'kinds.yml')
    await writeRoutes(file, root)
    const all: readonly Labels[] = [
      { alertname: 'Watchdog' },
      { alertname: 'A', severity: 'critical', system: 'redis', team: 'x' },
      { alertname: 'A', severity: 'critical', component: 'ruvector' },
      { alertname: 'A', severity: 'critical', system: 'node' },
      { alertname: 'A', severity: 'warning', system: 'red', team: 'x' },
      { alertname: 'A', severity: 'warning', system: 'nOdE', team: 'x' },
      { alertname: 'A', severity: 'warning', system: 'vec-12', team: 'x' },
      { alertname: 'A', severity: 'warning', system: 'redis' },
      { alertname: 'A', severity: 'warning' },
      { alertname: 'A', severity: 'warning', team: 'x' },
    ]
    for (const labels of all) expect(routeAlert(root, labels), JSON.stringify(labels)).toEqual(await ask(file, labels))
  })

  it.each(environmentNames)('about every alert in %s', { timeout: 120_000 }, async (environment) => {
    const model = modelFor(environment)
    const [config] = renderAlertmanager(model)
    const file = join(folder, `${environment}.yml`)
    await writeFile(file, config?.content ?? '')
    const alerts = possibleAlerts(subjectsOf(model), worldOf(model))
    expect(new Set(alerts.map(({ alert }) => alert.name)).size).toBe(
      model.ruleFiles.flatMap(({ groups }) =>
        groups.flatMap(({ rules }) => rules.filter((one) => one.kind === 'alert')),
      ).length,
    )
    await Promise.all(
      alerts.flatMap(({ labels }) => {
        const foreseen = waysOf(model.alertmanager.route, labels).map(({ routes }) => routes.map((one) => one.receiver))
        const samples = new Map(
          (['absent', 'present'] as const)
            .map((some) => sampleLabels(labels, some))
            .map((one) => [JSON.stringify(one), one]),
        )
        return [...samples.values()].map(async (sample) => {
          const answer = await ask(file, sample)
          expect(routeAlert(model.alertmanager.route, sample), JSON.stringify(sample)).toEqual(answer)
          expect(foreseen).toContainEqual(answer)
        })
      }),
    )
  })

  it('about 1,200 sets of labels in 60 trees', { timeout: 180_000 }, async () => {
    const cases = fc.sample(fc.tuple(randomTree(), fc.array(randomLabels, { minLength: 20, maxLength: 20 })), {
      numRuns: 60,
      seed: 5,
    })
    const answers = await Promise.all(
      cases.map(async ([tree, sets], index) => {
        const file = join(folder, `tree-${index}.yml`)
        await writeRoutes(file, tree)
        return Promise.all(sets.map((labels) => ask(file, labels)))
      }),
    )
    const found = new Set<string>()
    for (const [index, [tree, sets]] of cases.entries())
      for (const [number, labels] of sets.entries()) {
        const answer = answers[index]?.[number]
        expect(routeAlert(tree, labels), `${JSON.stringify(labels)} in tree ${index}`).toEqual(answer)
        found.add(`${index} ${answer?.join()}`)
      }
    // The trees must not be so dull that everything ends at their roots.
    expect(found.size).toBeGreaterThan(120)
  })
})

function modelFor(environment: EnvironmentName): Model {
  const { model, problems } = resolve(stack, {
    environment,
    placement: { kind: 'native', stateDir: folder, configDir: folder, portOffset: 0 },
    engines: amtool === null ? {} : { versions: { alertmanager: amtool.version } },
    runbooks: [],
    runbookLayout: '',
  })
  if (model === null) throw new Error(problems.map(({ message }) => message).join('\n'))
  return model
}

const values = ['', 'x', 'xy', 'y', 'Redis', 'redis-12', 'a.b', 'é', 'x|y']
const randomLabels = fc.record(
  {
    alertname: fc.constantFrom('One', 'Two'),
    a: fc.constantFrom(...values.slice(1)),
    b: fc.constantFrom(...values.slice(1)),
    c: fc.constantFrom(...values.slice(1)),
  },
  { requiredKeys: ['alertname'] },
)

function randomTree(): fc.Arbitrary<Route> {
  const value = fc.constantFrom(...values)
  const pattern = fc.constantFrom(
    'x|y',
    'x.*',
    '.*',
    '.+',
    '',
    '(?i)REDIS.*',
    'redis-\\d+',
    '[^x]+',
    'a\\.b',
    'a.b',
    '(x|y){2}',
    '(?:x?)*y?',
    '[[:lower:]]+',
    '\\pL',
    '\\Qx|y\\E',
    '(?P<word>x)y|é',
    'x$|^y',
    '\\bx\\b',
  )
  const label = fc.constantFrom('a', 'b', 'c', 'd')
  const matcher = fc.oneof(
    fc.record({ label, operator: fc.constantFrom('=' as const, '!=' as const), value }),
    fc.record({ label, operator: fc.constantFrom('=~' as const, '!~' as const), value: pattern }),
  )
  const { tree } = fc.letrec<{ tree: Route }>((tie) => ({
    tree: fc
      .tuple(
        fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6'),
        fc.array(matcher, { maxLength: 2 }),
        fc.boolean(),
        fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 4 })),
      )
      .map(([receiver, matchers, goesOn, routes]) => node(receiver, [], { matchers, continue: goesOn, routes })),
  }))
  return fc.array(tree, { minLength: 3, maxLength: 6 }).map((routes) => node('root', [], { routes }))
}
