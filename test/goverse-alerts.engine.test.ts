import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, createCluster } from '../exporters/goverse/simulation/cluster.ts'
import type { Member } from '../exporters/goverse/simulation/member.ts'
import type { Scenario } from '../exporters/goverse/simulation/scenarios.ts'
import { toYaml } from '../src/formats/yaml.ts'
import { renderRules } from '../src/renderers/rules.ts'
import { seededRandom } from '../src/simulator/random.ts'
import { dpgModel } from './support/dpg-model.ts'
import { engineProgram } from './support/engine-program.ts'
import { parseExposition } from './support/exposition.ts'

/** What rings after more than an hour of a scenario, and how often. */
const rings: Readonly<Record<Scenario, Readonly<Record<string, number>>>> = {
  healthy: {},
  'migration-storm': { HighShardMigrationActivity: 1, HighShardMigrationRate: 1 },
  'stuck-migrations': { StuckShardMigrations: 1 },
  'node-lost': {},
  unbalanced: { UnbalancedShardDistribution: 1 },
  'losing-node': { NodeLosingShards: 1 },
  'idle-node': { NodeWithoutShards: 1, UnbalancedShardDistribution: 1 },
  'failing-calls': { HighMethodCallErrorRate: 15 },
  'slow-calls': { SlowMethodCalls: 15 },
  'many-objects': { HighObjectCount: 3 },
  'no-clients': { NoClientsConnected: 1 },
  'crowded-gate': { HighClientCount: 1 },
}

/** What rings half an hour after a scenario has begun, where that is something else. */
const ringsSoon: Partial<typeof rings> = {
  'idle-node': { ImbalancedShardChurn: 1, NodeWithoutShards: 1, UnbalancedShardDistribution: 1 },
}

const minutes = { before: 10, soon: 30, during: 65 }
const model = dpgModel()
const rules = renderRules(model).filter(({ path }) => basename(path) === 'goverse.yml')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-goverse-'))
  for (const { path, content } of rules) await writeFile(join(folder, basename(path)), content)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the alerts of GoVerse, over the metrics of a simulated cluster', () => {
  it.each(Object.entries(rings))('%s rings %j', { timeout: 120_000 }, async (scenario, expected) => {
    const soon = ringsSoon[scenario as Scenario]
    const tests = {
      rule_files: ['goverse.yml'],
      evaluation_interval: '30s',
      tests: [
        {
          interval: '1m',
          input_series: simulate(scenario as Scenario),
          promql_expr_test: [
            ...(soon === undefined ? [] : [ringing(soon, minutes.before + minutes.soon)]),
            ringing(expected, minutes.before + minutes.during),
          ],
        },
      ],
    }
    const file = join(folder, `${scenario}.yml`)
    await writeFile(file, toYaml(tests))
    const { path, env } = await engineProgram('promtool')
    const run = promisify(execFile)(path, ['test', 'rules', file], { env: { ...process.env, ...env } })
    const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => {
      throw new Error(`${error.stdout}${error.stderr}`)
    })
    expect(stdout).toContain('SUCCESS')
  })

  it('are twelve, and each is rung by some scenario', () => {
    const names = model.ruleFiles
      .filter(({ system }) => system === 'goverse')
      .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
      .filter(({ kind }) => kind === 'alert')
      .map(({ name }) => name)
    expect(names).toHaveLength(12)
    const rung = new Set([...Object.values(rings), ...Object.values(ringsSoon)].flatMap(Object.keys))
    expect(names.filter((name) => !rung.has(name))).toEqual([])
  })
})

function ringing(expected: Readonly<Record<string, number>>, minute: number): object {
  return {
    expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
    eval_time: `${minute}m`,
    exp_samples: Object.entries(expected).map(([name, value]) => ({ labels: `{alertname="${name}"}`, value })),
  }
}

/** What Prometheus would have scraped, once a minute. */
function simulate(scenario: Scenario): readonly { series: string; values: string }[] {
  const cluster = createCluster(seededRandom('goverse'), () => 1_777_000_000_000)
  const values = new Map<string, (number | null)[]>()
  for (let minute = 0; minute <= minutes.before + minutes.during; minute++) {
    for (const [series, value] of scrape(cluster)) {
      const known = values.get(series) ?? Array<null>(minute).fill(null)
      values.set(series, [...known, value])
    }
    for (const [series, known] of values) if (known.length <= minute) values.set(series, [...known, null])
    for (let second = 0; second < 60; second++) cluster.step(minute < minutes.before ? 'healthy' : scenario)
  }
  return [...values].map(([series, known]) => ({
    series,
    values: known.map((value) => (value === null ? '_' : String(value))).join(' '),
  }))
}

function scrape(cluster: Cluster): readonly (readonly [series: string, value: number])[] {
  return [
    ...cluster.nodes.flatMap((member) => scrapeMember(member, 'goverse-nodes')),
    ...cluster.gates.flatMap((member) => scrapeMember(member, 'goverse-gates')),
    ...cluster.nodes.map(({ address }) => {
      const owned = cluster.objects.filter(({ shard }) => cluster.shards[shard]?.current === address)
      return [print('goverse_inspector_objects', { node: address, type: 'all' }), owned.length] as const
    }),
  ]
}

/** Families that no rule reads, and that have a series for each shard. */
const unread = /^goverse_(objects_total|shard_method_calls_total|operation_duration).*\n/gm

function scrapeMember({ address, alive, meter }: Member, job: string): readonly (readonly [string, number])[] {
  const target = { job, instance: address }
  if (!alive) return [[print('up', target), 0]]
  const scraped = [...parseExposition(meter.text().replaceAll(unread, ''))]
  return [
    [print('up', target), 1] as const,
    ...scraped.flatMap(([name, series]) =>
      series.map(({ labels, value }) => [print(name, { ...labels, ...target }), value] as const),
    ),
  ]
}

function print(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  return `${name}{${pairs.join(',')}}`
}
