import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import orchestratorRules from '../alerts/orchestrator.ts'
import { toYaml } from '../src/formats/yaml.ts'
import type { Model } from '../src/model/model.ts'
import { resolve } from '../src/model/resolve.ts'
import { renderRules } from '../src/renderers/rules.ts'
import { defineStack } from '../src/spec/stack.ts'
import stack from '../stack/stack.ts'
import { orchestrator } from '../stack/systems/orchestrator.ts'
import { alertsByName, dpgModel } from './support/dpg-model.ts'
import { engineProgram } from './support/engine-program.ts'

const p = 'pupsourcing_orchestrator_'
const model = dpgModel()
const alerts = [...alertsByName(model).values()].filter(({ system }) => system === 'orchestrator')

/** Series by minute, in the notation of promtool. */
type Series = Readonly<Record<string, string>>

interface Case {
  readonly alert: string
  /** Minutes after the start. */
  readonly at: number
  readonly series: Series
  readonly fires: boolean
}

const set = '{replica_set="main"}'
const buckets = (name: string, counts: Readonly<Record<string, string>>): Series =>
  Object.fromEntries(
    Object.entries(counts).map(([le, values]) => [`${p}${name}_bucket{replica_set="main",le="${le}"}`, values]),
  )
const errors = '{replica_set="main",projection="orders",instance="a"}'
const otherWorker = '{replica_set="main",projection="orders",instance="b"}'
const events = (failed: string, processed: string): Series => ({
  [`${p}projection_errors_total${errors}`]: failed,
  [`${p}events_processed_total${errors}`]: processed,
  [`${p}events_processed_total${otherWorker}`]: processed,
})

const cases: readonly Case[] = [
  { alert: 'OrchestratorNoWorkers', at: 5, series: { [`${p}active_workers${set}`]: '3 3 0 0 0 0' }, fires: true },
  { alert: 'OrchestratorNoWorkers', at: 5, series: { [`${p}active_workers${set}`]: '3 1 1 1 1 1' }, fires: false },
  { alert: 'OrchestratorHighErrorRate', at: 12, series: events('0+3x15', '0+100x15'), fires: true },
  { alert: 'OrchestratorHighErrorRate', at: 12, series: events('0+3x15', '0+0x15'), fires: true },
  { alert: 'OrchestratorHighErrorRate', at: 12, series: events('0+1x15', '0+100x15'), fires: false },
  { alert: 'OrchestratorHighErrorRate', at: 12, series: events('0+0x15', '0+0x15'), fires: false },
  {
    alert: 'OrchestratorFrequentReconfigurations',
    at: 80,
    series: { [`${p}reconfiguration_total${set}`]: '0x10 1+0.2x80' },
    fires: true,
  },
  {
    alert: 'OrchestratorFrequentReconfigurations',
    at: 80,
    series: { [`${p}reconfiguration_total${set}`]: '40+0.05x90' },
    fires: false,
  },
  {
    alert: 'OrchestratorSlowCoordination',
    at: 30,
    series: buckets('coordination_duration_seconds', {
      10: '0x5 0x30',
      30: '0x5 0x30',
      60: '0x5 3x30',
      '+Inf': '0x5 3x30',
    }),
    fires: true,
  },
  {
    alert: 'OrchestratorSlowCoordination',
    at: 30,
    series: buckets('coordination_duration_seconds', {
      10: '0x5 3x30',
      30: '0x5 3x30',
      60: '0x5 3x30',
      '+Inf': '0x5 3x30',
    }),
    fires: false,
  },
  {
    alert: 'OrchestratorStaleWorkers',
    at: 4,
    series: { [`${p}stale_workers_cleaned_total${set}`]: '0 0 0 1 1', [`${p}stale_workers${set}`]: '0 0 1 0 0' },
    fires: true,
  },
  {
    alert: 'OrchestratorStaleWorkers',
    at: 3,
    series: { [`${p}stale_workers_cleaned_total${set}`]: '7x10', [`${p}stale_workers${set}`]: '0 0 0 1' },
    fires: true,
  },
  {
    alert: 'OrchestratorStaleWorkers',
    at: 9,
    series: { [`${p}stale_workers_cleaned_total${set}`]: '7x10', [`${p}stale_workers${set}`]: '0x10' },
    fires: false,
  },
  {
    alert: 'OrchestratorSlowHeartbeats',
    at: 14,
    series: buckets('heartbeat_latency_seconds', { 1: '0+2x20', 2: '0+12x20', '+Inf': '0+12x20' }),
    fires: true,
  },
  {
    alert: 'OrchestratorSlowHeartbeats',
    at: 14,
    series: buckets('heartbeat_latency_seconds', { 1: '0+12x20', 2: '0+12x20', '+Inf': '0+12x20' }),
    fires: false,
  },
  {
    alert: 'OrchestratorWorkerStuck',
    at: 4,
    series: {
      [`${p}worker_state{replica_set="main",worker_id="w",state="pending"}`]: '1 1 0 0 0',
      [`${p}worker_state{replica_set="main",worker_id="w",state="ready"}`]: '0 0 1 1 1',
    },
    fires: true,
  },
  {
    alert: 'OrchestratorWorkerStuck',
    at: 4,
    series: {
      [`${p}worker_state{replica_set="main",worker_id="w",state="ready"}`]: '1 0 0 0 0',
      [`${p}worker_state{replica_set="main",worker_id="w",state="running"}`]: '0 1 1 1 1',
    },
    fires: false,
  },
  {
    alert: 'OrchestratorPartitionsUnassigned',
    at: 4,
    series: {
      [`${p}current_generation_partitions${set}`]: '3x5',
      [`${p}assigned_partitions${set}`]: '3 2 2 2 2',
      [`${p}active_workers${set}`]: '3 2 2 2 2',
    },
    fires: true,
  },
  {
    alert: 'OrchestratorPartitionsUnassigned',
    at: 4,
    series: {
      [`${p}current_generation_partitions${set}`]: '3x5',
      [`${p}assigned_partitions${set}`]: '3 0 0 0 0',
      [`${p}active_workers${set}`]: '3 0 0 0 0',
    },
    fires: false,
  },
  {
    alert: 'OrchestratorProjectionStuck',
    at: 12,
    series: {
      [`${p}projection_lag_events{projection="orders"}`]: '0 10+10x20',
      [`${p}projection_position{projection="orders"}`]: '5x20',
    },
    fires: true,
  },
  {
    alert: 'OrchestratorProjectionStuck',
    at: 12,
    series: {
      [`${p}projection_lag_events{projection="orders"}`]: '0 10+10x20',
      [`${p}projection_position{projection="orders"}`]: '5+1x20',
    },
    fires: false,
  },
  {
    alert: 'OrchestratorProjectionStuck',
    at: 12,
    series: {
      [`${p}projection_lag_events{projection="orders"}`]: '0x20',
      [`${p}projection_position{projection="orders"}`]: '5x20',
    },
    fires: false,
  },
]

describe('the alerts of the orchestrator', () => {
  it('are the five that are documented, with their severities, and four of ours', () => {
    expect(alerts.map(({ name, severity }) => `${name} ${severity}`).sort()).toEqual([
      'OrchestratorFrequentReconfigurations warning',
      'OrchestratorHighErrorRate critical',
      'OrchestratorNoWorkers critical',
      'OrchestratorPartitionsUnassigned critical',
      'OrchestratorProjectionStuck warning',
      'OrchestratorSlowCoordination warning',
      'OrchestratorSlowHeartbeats warning',
      'OrchestratorStaleWorkers warning',
      'OrchestratorWorkerStuck warning',
    ])
  })

  it('each have a case in which they fire, and one in which they do not', () => {
    for (const fires of [true, false]) {
      const shown = new Set(cases.filter((one) => one.fires === fires).map(({ alert }) => alert))
      expect([...shown].sort()).toEqual(alerts.map(({ name }) => name).sort())
    }
  })

  it.each(cases.map((one, index) => [`${one.alert} ${one.fires ? 'fires' : 'is quiet'} (${index + 1})`, one] as const))(
    '%s',
    async (_, one) => {
      expect(await firing(model, one)).toBe(one.fires)
    },
  )
})

describe('an orchestrator with the Go library alone', () => {
  const bare = defineStack({
    ...stack,
    systems: (environment, context) =>
      stack
        .systems(environment, context)
        .map((one) => (one.name === 'orchestrator' ? orchestrator({ instrumented: false }) : one)),
  })
  const { model: resolved } = resolve(bare, {
    environment: 'local',
    placement: { kind: 'compose' },
    runbooks: [],
    runbookLayout: '',
  })

  it('has no alert and no panel that asks for what it never emits', () => {
    const rules = resolved?.ruleFiles
      .find(({ system }) => system === 'orchestrator')
      ?.groups.flatMap((one) => one.rules)
    const panels = resolved?.dashboards
      .find(({ key }) => key === 'orchestrator')
      ?.rows.flatMap(({ panels: all }) => all.flatMap(({ targets }) => targets))
    const queries = [...(rules ?? []), ...(panels ?? [])].map(({ expr }) => expr.text)
    expect(queries.length).toBeGreaterThan(20)
    const never = /events_processed|projection_errors|event_processing_duration|heartbeat_latency/
    expect(queries.filter((text) => never.test(text))).toEqual([])
  })

  it('can have a slow coordination, although its buckets end at 10 seconds', async () => {
    expect(resolved).not.toBeNull()
    const slow = orchestratorRules({ ...defaults, instrumented: false }).find(
      ({ name }) => name === 'OrchestratorSlowCoordination',
    )
    expect(Number(slow?.expr.text.match(/> ([\d.]+)/)?.[1])).toBeLessThan(10)
  })
})

const defaults = {
  targets: { kind: 'static', targets: [] },
  path: '/metrics',
  interval: '15s',
  instrumented: true,
  noWorkersFor: '30s',
  errorRatio: 0.01,
  reconfigurationsPerHour: 5,
  coordinationSeconds: 30,
  heartbeatSeconds: 1,
  stuckFor: '2m',
  projectionStuckFor: '5m',
} as const

/** Whether promtool sees the alert fire. */
async function firing(tested: Model, { alert, at, series }: Case): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'belfry-orchestrator-'))
  try {
    const rules = renderRules(tested).find(({ path }) => path.endsWith('/orchestrator.yml'))
    await writeFile(join(folder, 'rules.yml'), rules?.content ?? '')
    const input_series = Object.entries(series).map(([one, values]) => ({ series: one, values }))
    const expr = `count(ALERTS{alertname="${alert}",alertstate="firing"}) or vector(0)`
    const expected = (value: number) => ({
      rule_files: ['rules.yml'],
      evaluation_interval: '30s',
      tests: [
        {
          interval: '1m',
          input_series,
          promql_expr_test: [{ expr, eval_time: `${at}m`, exp_samples: [{ value, labels: '{}' }] }],
        },
      ],
    })
    const { path, env } = await engineProgram('promtool')
    const run = async (value: number) => {
      await writeFile(join(folder, 'test.yml'), toYaml(expected(value)))
      return promisify(execFile)(path, ['test', 'rules', 'test.yml'], {
        cwd: folder,
        env: { ...process.env, ...env },
      }).then(
        () => true,
        () => false,
      )
    }
    const [yes, no] = [await run(1), await run(0)]
    if (yes === no) throw new Error(`promtool can say neither that ${alert} fires nor that it does not`)
    return yes
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
