import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { AlertCase } from '../src/cases/alert-case.ts'
import { resolveCases } from '../src/cases/resolve-cases.ts'
import { runCases } from '../src/cases/run-cases.ts'
import { checks } from '../src/checks/checks.ts'
import { runChecks } from '../src/checks/run-checks.ts'
import { findProgram } from '../src/engines/find-program.ts'
import { checkPrometheusRules } from '../src/engines/promtool.ts'
import type { Problem } from '../src/errors/problem.ts'
import { toYaml } from '../src/formats/yaml.ts'
import { ruleGroup } from '../src/renderers/rules.ts'
import { dpgModel } from './support/dpg-model.ts'
import { type PlantedFault, plant } from './support/plant.ts'

const page = fileURLToPath(new URL('../docs/planted-faults.md', import.meta.url))
const promtool = await findProgram('promtool', { fetch: true })
const model = dpgModel()
const resolved = resolveCases(model)
const soundProblems = new Set(runChecks(model, checks).map(keyOf))

/** Each with the check that finds it; none where only cases can tell. */
const faults: readonly (PlantedFault & { readonly check: string | null })[] = [
  {
    fault: 'a metric that nobody exposes',
    rule: 'PostgreSQLDown',
    query: { pg_up: 'postgres_up' },
    check: 'query-metric',
  },
  {
    fault: 'the name of a histogram, which no series has',
    rule: 'HighSignalLatency',
    query: { 'job:signal_delivery_latency_seconds:p95_rate5m': 'max by (job) (signal_delivery_latency_seconds)' },
    check: 'query-metric',
  },
  {
    fault: 'a misspelt label in `by`',
    rule: 'instance:node_cpu_utilisation:ratio_rate5m',
    query: { 'by (job, instance)': 'by (job, instnace)' },
    check: 'query-grouping',
  },
  {
    fault: 'a label that the text needs is aggregated away',
    rule: 'ManateePostgresDown',
    query: { 'by (shard, peer, role)': 'by (shard, peer)' },
    check: 'template-label',
  },
  {
    fault: 'a misspelt label in the text',
    rule: 'CollectorFailing',
    summary: { '$labels.collector': '$labels.colector' },
    check: 'template-label',
  },
  {
    fault: 'a value that the label never has',
    rule: 'OrchestratorWorkerStuck',
    query: { 'pending|ready': 'processing|coordinating' },
    check: 'query-label',
  },
  {
    fault: 'a bucket that does not exist',
    rule: 'ServiceDegradation',
    query: { 'le="0.5"': 'le="0.7"' },
    check: 'query-label',
  },
  {
    fault: 'a threshold above the last bucket',
    rule: 'OrchestratorSlowHeartbeats',
    query: { '> 1': '> 30' },
    check: 'query-never',
  },
  {
    fault: 'a quantile of buckets that were added up without `le`',
    rule: 'table:ruvector_search_latency_seconds:p95_rate5m',
    query: { 'table, le)': 'table)' },
    check: 'query-histogram',
  },
  {
    fault: 'the rate of a gauge',
    rule: 'RuVectorIndexGrowthHigh',
    query: { deriv: 'rate' },
    check: 'query-counter',
  },
  {
    fault: 'a counter compared as it is',
    rule: 'RedisEvictionsHigh',
    query: { 'rate(redis_evicted_keys_total[5m])': 'redis_evicted_keys_total' },
    check: 'query-counter',
  },
  {
    fault: 'a range shorter than two scrapes',
    rule: 'HighNetworkTraffic',
    query: { '[5m]': '[15s]' },
    check: 'query-range',
  },
  {
    fault: 'two sides that never match',
    rule: 'OrchestratorPartitionsUnassigned',
    query: { '- max by (replica_set)': '- max by (replica_set, instance)' },
    check: 'query-match',
  },
  {
    fault: 'several series where the match needs one',
    rule: 'instance:node_load_per_cpu:ratio',
    query: { 'count by (job, instance)': 'count by (job, instance, cpu)' },
    check: 'query-many',
  },
  {
    fault: 'a comparison that keeps everything',
    rule: 'RedisDown',
    query: { '== 0': '== bool 0' },
    check: 'alert-comparison',
  },
  {
    fault: 'the age of a value that is no time',
    rule: 'StaleDataDetected',
    query: { dpg_table_last_update_timestamp_seconds: 'dpg_table_bloat_ratio' },
    check: 'query-timestamp',
  },
  {
    fault: '`for` of an hour where a minute counts',
    rule: 'TargetDown',
    for: '1h',
    check: 'alert-budget',
  },
  {
    fault: 'a comparison turned round',
    rule: 'StuckCoordinator',
    query: { '> 1800': '< 1800' },
    check: null,
  },
  {
    fault: 'percent where the metric has a ratio',
    rule: 'HighMethodCallErrorRate',
    query: { '> 0.05': '> 5' },
    check: null,
  },
  {
    fault: 'an exception for another state than the one that is meant',
    rule: 'ManateeReplicationBroken',
    query: { manatee_peer_restoring: 'manatee_peer_restore_failed' },
    check: null,
  },
  {
    fault: 'a severity that wakes nobody',
    rule: 'ManateeNoPrimary',
    labels: { severity: 'warning' },
    check: null,
  },
  {
    fault: 'a misspelt category, by which routes tell teams',
    rule: 'PostgreSQLDeadlocks',
    labels: { category: 'databse' },
    check: null,
  },
]

describe(`faults that promtool ${promtool.version} accepts`, () => {
  const plants = faults.map((fault) => ({ ...fault, ...plant(model, fault) }))

  it('are planted in rules of every system', () => {
    const systems = plants.map(({ rule }) => rule.system)
    expect([...new Set(systems)].sort()).toEqual(model.ruleFiles.map(({ system }) => system).sort())
  })

  it('look fine to it, and are caught all the same', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'belfry-planted-'))
    try {
      const paths = plants.map((_, index) => `${index}.yml`)
      for (const [index, { rule }] of plants.entries()) {
        const group = ruleGroup({ name: 'planted', interval: '10s', rules: [rule] })
        await writeFile(join(folder, `${index}.yml`), toYaml({ groups: [group] }))
      }
      const { problems, skipped } = await checkPrometheusRules({ promtool, folder }, paths)
      expect({ problems, skipped }).toEqual({ problems: [], skipped: '' })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }

    const rows: string[] = []
    for (const { fault, check, planted, original, rule } of plants) {
      const found = runChecks(planted, checks).filter((problem) => !soundProblems.has(keyOf(problem)))
      const ids = [...new Set(found.map(({ id }) => id))]
      const own = resolved.cases.filter((one) => one.alert === original || one.recordings.some((r) => r === original))
      // What is expected stays that of the sound rule.
      const { failed } = await runCases(
        promtool,
        own.map((one) => withRule(one, original, rule)),
      )
      const first = own.find(({ id }) => failed.has(id))
      if (check === null) expect.soft(first, fault).toBeDefined()
      else expect.soft(ids, fault).toContain(check)
      rows.push(`| ${fault} | ${rule.name} | ${ids.map(linkOf).join(', ')} | ${first?.name ?? ''} |`)
    }
    const text = [...preface, ...rows, ''].join('\n')
    console.info(text)
    await expect(text).toMatchFileSnapshot(page)
  })
})

const preface = [
  '# Faults that promtool accepts',
  '',
  'Each of these faults was planted in one rule of the stack. `promtool check rules` accepts all of them, so nothing stands between them and the',
  'night on which the alert does not ring. Beside each stands what of Belfry notices: the [checks](checks) of the spec, and the first of the',
  '[cases](cases.md) that fails. `test/planted-faults.engine.test.ts` plants them, demands what is said here, and writes this page.',
  '',
  '| fault | rule | check | first case that fails |',
  '|---|---|---|---|',
]

const linkOf = (id: string): string => `[${id}](checks/${id}.md)`

function keyOf({ id, path, message }: Problem): string {
  return `${id} ${path} ${message}`
}

function withRule(one: AlertCase, original: object, rule: ReturnType<typeof plant>['rule']): AlertCase {
  return {
    ...one,
    alert: one.alert === original && rule.kind === 'alert' ? rule : one.alert,
    recordings: one.recordings.map((own) => (own === original && rule.kind === 'record' ? rule : own)),
  }
}
