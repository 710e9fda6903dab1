import { Counter, Registry } from 'prom-client'
import { beforeEach, describe, expect, it } from 'vitest'
import { defaultBuckets } from '../spec/metrics.ts'
import { orchestratorMetrics } from './orchestrator.ts'
import { orchestratorFamilies } from './orchestrator-families.ts'

const prefix = 'pupsourcing_orchestrator_'
let registry: Registry

beforeEach(() => {
  registry = new Registry()
})

/** The value of a series by the rest of its name and its labels, as they are printed. */
async function value(series: string): Promise<number | undefined> {
  const lines = (await registry.metrics()).split('\n')
  const found = lines.find((line) => line.startsWith(`${prefix}${series} `))
  return found === undefined ? undefined : Number(found.split(' ').at(-1))
}

describe('the metrics of an orchestrator', () => {
  it('are the thirteen that are documented, each with its documented labels', async () => {
    const metrics = orchestratorMetrics({ replicaSet: 'main', registry })
    metrics.projection('users')
    metrics.worker('w1').state('pending')
    metrics.activeWorkers(1)
    const exposed = registry.getMetricsAsArray().map(({ name }) => name)
    expect(exposed.sort()).toEqual(
      Object.values(orchestratorFamilies)
        .map(({ name }) => name)
        .sort(),
    )
    expect(exposed).toHaveLength(13)
    for (const { labels } of Object.values(orchestratorFamilies)) expect(labels[0]).toBe('replica_set')
  })

  it('have the documented buckets, which are not those of the library', async () => {
    const { coordinationDurationSeconds, eventProcessingDurationSeconds, heartbeatLatencySeconds } =
      orchestratorFamilies
    expect(coordinationDurationSeconds.buckets).toEqual([0.1, 0.5, 1, 2, 5, 10, 30, 60])
    expect(eventProcessingDurationSeconds.buckets).toEqual([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5])
    expect(heartbeatLatencySeconds.buckets).toEqual([0.001, 0.01, 0.05, 0.1, 0.5, 1, 2])
    expect(defaultBuckets).not.toEqual(coordinationDurationSeconds.buckets)
    orchestratorMetrics({ replicaSet: 'main', registry }).coordinated(20)
    expect(await value('coordination_duration_seconds_bucket{le="10",replica_set="main"}')).toBe(0)
    expect(await value('coordination_duration_seconds_bucket{le="30",replica_set="main"}')).toBe(1)
  })

  it('count from 0, so that a rate sees the first step', async () => {
    const metrics = orchestratorMetrics({ replicaSet: 'main', registry })
    expect(await value('stale_workers_cleaned_total{replica_set="main"}')).toBe(0)
    metrics.projection('users')
    expect(await value('projection_errors_total{replica_set="main",projection="users"}')).toBe(0)
    metrics.generationCreated()
    metrics.workerRegistered()
    metrics.partitionsAssigned(4)
    metrics.reconfigured()
    metrics.staleWorkersCleaned(2)
    expect(await value('generations_total{replica_set="main"}')).toBe(1)
    expect(await value('workers_registered_total{replica_set="main"}')).toBe(1)
    expect(await value('partition_assignments_total{replica_set="main"}')).toBe(4)
    expect(await value('reconfiguration_total{replica_set="main"}')).toBe(1)
    expect(await value('stale_workers_cleaned_total{replica_set="main"}')).toBe(2)
  })

  it('show a worker in one state at a time, until it is gone', async () => {
    const worker = orchestratorMetrics({ replicaSet: 'main', registry }).worker('w1')
    worker.state('ready')
    worker.state('running')
    expect(await value('worker_state{replica_set="main",worker_id="w1",state="ready"}')).toBe(0)
    expect(await value('worker_state{replica_set="main",worker_id="w1",state="running"}')).toBe(1)
    worker.remove()
    expect(await registry.metrics()).not.toContain('w1')
  })

  it('time a handler that succeeds, and count one that fails without swallowing its error', async () => {
    const users = orchestratorMetrics({ replicaSet: 'main', registry }).projection('users')
    expect(await users.handle(() => 'done')).toBe('done')
    await expect(users.handle(() => Promise.reject(new Error('no such user')))).rejects.toThrow('no such user')
    await expect(
      users.handle(() => {
        throw new Error('at once')
      }),
    ).rejects.toThrow('at once')
    expect(await value('events_processed_total{replica_set="main",projection="users"}')).toBe(1)
    expect(await value('projection_errors_total{replica_set="main",projection="users"}')).toBe(2)
    expect(await value('event_processing_duration_seconds_count{replica_set="main",projection="users"}')).toBe(1)
  })

  it('time coordination and heartbeats that fail as well, for these are the long ones', async () => {
    const metrics = orchestratorMetrics({ replicaSet: 'main', registry })
    await expect(metrics.timeCoordination(() => Promise.reject(new Error('timeout')))).rejects.toThrow('timeout')
    expect(await metrics.timeHeartbeat(() => 7)).toBe(7)
    expect(await value('coordination_duration_seconds_count{replica_set="main"}')).toBe(1)
    expect(await value('heartbeat_latency_seconds_count{replica_set="main"}')).toBe(1)
  })

  it('share a registry between replica sets, and survive its clearing', async () => {
    orchestratorMetrics({ replicaSet: 'main', registry }).generationCreated()
    orchestratorMetrics({ replicaSet: 'side', registry }).generationCreated()
    orchestratorMetrics({ replicaSet: 'main', registry }).generationCreated()
    expect(await value('generations_total{replica_set="main"}')).toBe(2)
    expect(await value('generations_total{replica_set="side"}')).toBe(1)
    registry.clear()
    orchestratorMetrics({ replicaSet: 'main', registry }).generationCreated()
    expect(await value('generations_total{replica_set="main"}')).toBe(1)
  })

  it('do not take over a metric that somebody else has registered', () => {
    new Counter({ name: `${prefix}generations_total`, help: 'mine', registers: [registry] })
    expect(() => orchestratorMetrics({ replicaSet: 'main', registry })).toThrow(/already been registered/)
  })

  it('can be switched off: nothing is registered, and work is still done', async () => {
    const metrics = orchestratorMetrics({ replicaSet: 'main', registry, enabled: false })
    metrics.generationCreated()
    metrics.worker('w1').state('running')
    metrics.worker('w1').remove()
    expect(await metrics.projection('users').handle(() => 7)).toBe(7)
    expect(await metrics.timeHeartbeat(async () => 8)).toBe(8)
    expect(registry.getMetricsAsArray()).toEqual([])
  })
})
