import { describe, expect, it } from 'vitest'
import orchestratorRules from '../alerts/orchestrator.ts'
import { defineStack } from '../src/spec/stack.ts'
import stack from '../stack/stack.ts'
import { orchestrator } from '../stack/systems/orchestrator.ts'
import { alertsByName, dpgModel } from './support/dpg-model.ts'
import { resolvedModel } from './support/resolved-model.ts'

const alerts = [...alertsByName(dpgModel()).values()].filter(({ system }) => system === 'orchestrator')

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
})

describe('an orchestrator with the Go library alone', () => {
  const bare = defineStack({
    ...stack,
    systems: (environment, context) =>
      stack
        .systems(environment, context)
        .map((one) => (one.name === 'orchestrator' ? orchestrator({ instrumented: false }) : one)),
  })
  const model = resolvedModel(bare)

  it('has no alert and no panel that asks for what it never emits', () => {
    const rules = model.ruleFiles.find(({ system }) => system === 'orchestrator')?.groups.flatMap((one) => one.rules)
    const panels = model.dashboards
      .find(({ key }) => key === 'orchestrator')
      ?.rows.flatMap(({ panels: all }) => all.flatMap(({ targets }) => targets))
    const queries = [...(rules ?? []), ...(panels ?? [])].map(({ expr }) => expr.text)
    expect(queries.length).toBeGreaterThan(20)
    const never = /events_processed|projection_errors|event_processing_duration|heartbeat_latency/
    expect(queries.filter((text) => never.test(text))).toEqual([])
  })

  it('can have a slow coordination, although its buckets end at 10 seconds', async () => {
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
