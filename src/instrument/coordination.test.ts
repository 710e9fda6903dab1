import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { coordinatorMetrics, timeoutHandlerMetrics } from './coordination.ts'

async function valuesOf(registry: Registry, name: string) {
  const metric = (await registry.getMetricsAsJSON()).find((one) => one.name === name)
  return (metric?.values ?? []) as readonly { labels: Record<string, string>; value: number; metricName?: string }[]
}

const count = async (registry: Registry, name: string, labels: Record<string, string>) =>
  (await valuesOf(registry, name)).find(
    (one) =>
      (one.metricName ?? name) !== `${name}_bucket` &&
      one.metricName !== `${name}_sum` &&
      Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  )?.value

it('tells a complete wait from one that ended without all acknowledgements', async () => {
  const registry = new Registry()
  const metrics = coordinatorMetrics({ swarmId: 's1', coordinatorId: 'c1', registry })
  const name = 'blocking_duration_seconds'
  expect(await count(registry, name, { status: 'timeout' })).toBe(0)

  const acks = new Map([
    ['c2', 'ack'],
    ['c3', 'ack'],
  ])
  expect(await metrics.waitForAcks(['c2', 'c3'], async () => acks)).toBe(acks)
  expect(await metrics.waitForAcks(['c2', 'c3', 'c4'], () => acks)).toBe(acks)
  await expect(metrics.waitForAcks(['c2'], () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')

  const of = { swarm_id: 's1', coordinator_id: 'c1' }
  expect(await count(registry, name, { ...of, status: 'completed' })).toBe(1)
  expect(await count(registry, name, { ...of, status: 'timeout' })).toBe(1)
})

it('has the documented buckets, and a swarm without a name is unknown', async () => {
  const registry = new Registry()
  const metrics = coordinatorMetrics({ coordinatorId: 'c1', registry })
  metrics.waited('completed', 45)
  const buckets = (await valuesOf(registry, 'blocking_duration_seconds')).filter(
    ({ labels, metricName }) => metricName?.endsWith('_bucket') && labels.status === 'completed',
  )
  expect(buckets.map(({ labels }) => labels.swarm_id)).toContain('unknown')
  expect(buckets.map(({ labels, value }) => [String(labels.le), value])).toEqual([
    ['1', 0],
    ['5', 0],
    ['10', 0],
    ['30', 0],
    ['60', 1],
    ['120', 1],
    ['300', 1],
    ['600', 1],
    ['1800', 1],
    ['+Inf', 1],
  ])
})

it('observes how long signals took, and never less than nothing', async () => {
  const registry = new Registry()
  const metrics = coordinatorMetrics({ coordinatorId: 'c1', registry, maxCoordinators: 1 })
  metrics.acknowledgeSignal({ source: 'c2', type: 'completion', timestamp: Date.now() - 1500 })
  metrics.acknowledgeSignal({ source: 'c3', type: 'retry', timestamp: Date.now() + 60_000 })
  metrics.acknowledgeSignal({ source: 'c4', type: 'retry', timestamp: Date.now() })
  const values = await valuesOf(registry, 'signal_delivery_latency_seconds')
  const sums = values.filter(({ metricName }) => metricName?.endsWith('_sum'))
  expect(sums.map(({ labels }) => [labels.sender_id, labels.receiver_id, labels.signal_type])).toEqual([
    ['c2', 'c1', 'completion'],
    ['other', 'c1', 'retry'],
  ])
  expect(sums[0]?.value).toBeGreaterThanOrEqual(1.5)
  expect(sums[1]?.value).toBeGreaterThanOrEqual(0)
})

it('gives only so many types of signals series of their own', async () => {
  const registry = new Registry()
  const metrics = coordinatorMetrics({ coordinatorId: 'c1', registry })
  for (let n = 1; n <= 30; n++) metrics.acknowledgeSignal({ source: 'c2', type: `t${n}`, timestamp: Date.now() })
  const counts = (await valuesOf(registry, 'signal_delivery_latency_seconds')).filter(({ metricName }) =>
    metricName?.endsWith('_count'),
  )
  expect(counts).toHaveLength(21)
  expect(counts.at(-1)).toMatchObject({ labels: { sender_id: 'c2', signal_type: 'other' }, value: 10 })
})

it('counts failures and timeouts of watched coordinators from 0 on, in a limited number of series', async () => {
  const registry = new Registry()
  const handler = timeoutHandlerMetrics({ registry, maxCoordinators: 2 })
  handler.watch('c1')
  expect(await count(registry, 'heartbeat_failures_total', { coordinator_id: 'c1', failure_type: 'missing' })).toBe(0)
  expect(await count(registry, 'timeout_events_total', { coordinator_id: 'c1', timeout_type: 'signal_ack' })).toBe(0)
  for (const id of ['c1', 'c2', 'c3', 'c4']) {
    handler.heartbeatFailed(id)
    handler.timedOut(id, 'blocking')
  }
  handler.timedOut('c1')
  const ids = (await valuesOf(registry, 'timeout_events_total'))
    .filter(({ value }) => value > 0)
    .map(({ labels, value }) => [labels.coordinator_id, labels.timeout_type, value])
  expect(ids).toEqual([
    ['c1', 'blocking', 1],
    ['c1', 'heartbeat', 1],
    ['c2', 'blocking', 1],
    ['other', 'blocking', 2],
  ])
})

it('does nothing when it is switched off, but for the work itself', async () => {
  const registry = new Registry()
  const metrics = coordinatorMetrics({ coordinatorId: 'c1', registry, enabled: false })
  expect(await metrics.waitForAcks([], () => new Set(['a']))).toEqual(new Set(['a']))
  timeoutHandlerMetrics({ registry, enabled: false }).timedOut('c1')
  expect(await registry.metrics()).toBe('\n')
})
