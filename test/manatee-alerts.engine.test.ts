import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { scenarios } from '../exporters/manatee/simulation/scenarios.ts'
import { fromYaml, toYaml } from '../src/formats/yaml.ts'
import type { Model } from '../src/model/model.ts'
import { renderPrometheus } from '../src/renderers/prometheus.ts'
import { renderRules } from '../src/renderers/rules.ts'
import { staticTargets } from '../src/spec/scrape.ts'
import { defineStack } from '../src/spec/stack.ts'
import stack from '../stack/stack.ts'
import { manatee } from '../stack/systems/manatee.ts'
import { type Child, until } from './support/child.ts'
import { engineProgram } from './support/engine-program.ts'
import { freePort } from './support/free-port.ts'
import { type ManateeFixture, manateeFixture, shards } from './support/manatee-fixture.ts'
import { queryServer } from './support/prometheus-api.ts'
import { resolvedModel } from './support/resolved-model.ts'
import { startPrometheus } from './support/start-prometheus.ts'

const [one] = shards

let folder = ''
let manateeShards: ManateeFixture
let prometheus: Child
let url = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'belfry-manatee-'))
  manateeShards = await manateeFixture()
  const address = `127.0.0.1:${manateeShards.exporter.port}`
  // The shards as a list, and each peer as a target that Prometheus finds: every shard is told of four times.
  const model = modelWith({
    probeExporter: address,
    probeTargets: { kind: 'file', files: [join(folder, 'targets.yml')] },
  })
  const found = shards.map((shard) => ({ targets: manateeShards.peersOf(shard), labels: { shard } }))
  await writeFile(join(folder, 'targets.yml'), toYaml(found))
  for (const file of renderRules(model)) await writeFile(join(folder, 'rules.yml'), shortened(file.content))
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  await writeFile(
    join(folder, 'prometheus.yml'),
    toYaml({
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      scrape_configs: [
        { job_name: 'dpg-application', static_configs: [{ targets: [address] }] },
        {
          ...jobsOf(model).find(({ job_name }) => job_name === 'manatee-probe'),
          scrape_interval: '1s',
          scrape_timeout: '1s',
        },
      ],
    }),
  )
  prometheus = startPrometheus(await engineProgram('prometheus'), folder, port)
  await until('all targets', async () => (await queryServer(url).values('count(up == 1)'))[0] === 7, 60_000)
}, 120_000)

afterAll(async () => {
  await prometheus?.stop('SIGKILL')
  await manateeShards?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What rings under a scenario, once for the shard and once for each peer that it concerns. */
const expected: Readonly<Record<keyof typeof scenarios, readonly string[]>> = {
  healthy: [],
  'frozen shard': ['ManateeClusterFrozen'],
  'lagging async': ['ManateeHighReplicationLag'],
  'idle shard': [],
  'broken link': ['ManateeHighReplicationLag', 'ManateeReplicationBroken'],
  'deposed peer': ['ManateePeerDeposed'],
  'rebuilding async': [],
  'no primary': [
    'ManateeClusterErrors',
    'ManateeClusterFrozen',
    'ManateeNoPrimary',
    'ManateePeerUnreachable',
    'ManateePostgresDown',
    'ManateeReplicationBroken',
  ],
  singleton: [],
  'slow endpoint': ['ManateeShardUnreachable'],
  'failing endpoint': ['ManateeShardUnreachable'],
  'half JSON': ['ManateeShardUnreachable'],
  unreachable: ['ManateeShardUnreachable'],
}

describe('the alerts of Manatee', () => {
  it.each(Object.entries(expected))(
    '%s: %j, each once for the shard although four sources tell of it',
    async (scenario, alerts) => {
      await manateeShards.play(scenario as keyof typeof scenarios)
      const ringing = async () => await queryServer(url).labels('ALERTS{alertstate="firing"}')
      const names = async () => (await ringing()).map(({ alertname = '' }) => alertname).sort()
      await until(`${alerts}`, async () => JSON.stringify(await names()) === JSON.stringify(alerts), 30_000).catch(
        async () => expect(await ringing()).toEqual(alerts),
      )
      for (const { shard } of await ringing()) expect(shard).toBe(one)
    },
    60_000,
  )

  it('count healthy peers and what is left to replay once', { timeout: 70_000 }, async () => {
    await manateeShards.play('healthy')
    const values = (name: string) => queryServer(url).values(`${name}{shard="${one}"}`)
    const patience = { timeout: 30_000 }
    await expect.poll(() => values('shard:manatee_peers_healthy:count'), patience).toEqual([3])
    // One rule after the other is evaluated.
    await expect.poll(() => values('shard_peer:manatee_peer_wal_behind_bytes:max'), patience).toHaveLength(2)
  })
})

describe('the targets of Manatee', () => {
  it('come from Triton, from files or from a list, in a configuration that promtool accepts', async () => {
    const triton = {
      kind: 'triton',
      account: 'admin',
      dnsSuffix: 'cmon.region.example',
      endpoint: 'cmon.region.example',
      groups: ['manatee'],
      tls: { insecureSkipVerify: true },
    } as const
    const file = { kind: 'file', files: ['/etc/prometheus/targets/manatee/*.yml'], refreshInterval: '1m' } as const
    const model = modelWith({
      nativeTargets: [triton, staticTargets(['manatee1.example:5433'])],
      nativePath: '/metrics',
      probeTargets: file,
    })
    const jobs = jobsOf(model)
    expect(jobs.map(({ job_name }) => job_name)).toEqual(['manatee', 'manatee-cmon', 'manatee-probe'])
    expect(jobs[1]).toMatchObject({ scheme: 'https', tls_config: { insecure_skip_verify: true } })
    const [discovery] = (jobs[1]?.triton_sd_configs ?? []) as Record<string, unknown>[]
    expect(discovery).toMatchObject({
      account: 'admin',
      endpoint: 'cmon.region.example',
      dns_suffix: 'cmon.region.example',
    })
    const path = join(folder, 'triton.yml')
    await writeFile(path, toYaml({ scrape_configs: jobs }))
    const promtool = await engineProgram('promtool')
    const env = { ...process.env, ...promtool.env }
    expect(() => execFileSync(promtool.path, ['check', 'config', path], { env, stdio: 'pipe' })).not.toThrow()
  })

  it('are none by default: the list of shards does without', () => {
    expect(jobsOf(modelWith({}))).toEqual([])
  })
})

function modelWith(settings: Parameters<typeof manatee>[0]): Model {
  const spec = defineStack({
    name: 'test',
    environments: stack.environments,
    systems: () => [manatee(settings)],
    notify: stack.notify,
  })
  return resolvedModel(spec)
}

function jobsOf(model: Model): readonly Record<string, unknown>[] {
  const { scrape_configs } = fromYaml(renderPrometheus(model)[0]?.content ?? '') as {
    scrape_configs?: readonly Record<string, unknown>[]
  }
  return (scrape_configs ?? []).map(({ fallback_scrape_protocol: _, ...known }) => known)
}

/** A test has no minutes to wait. */
function shortened(rules: string): string {
  return rules.replaceAll(/^(\s+(?:- )?for): .*$/gm, '$1: 2s').replaceAll(/interval: .*/g, 'interval: 1s')
}
