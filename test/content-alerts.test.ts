import { describe, expect, it } from 'vitest'
import { alertsByName, dpgModel } from './support/dpg-model.ts'

const model = dpgModel()
const alerts = alertsByName(model)

/** The requirement's own counts; the sixteenth database alert is ours, and a warning. */
const counts = [
  { system: 'postgres', critical: 5, warning: 11 },
  { system: 'ruvector', critical: 2, warning: 7 },
  { system: 'redis', critical: 3, warning: 8 },
  { system: 'node', critical: 3, warning: 10 },
  { system: 'application', critical: 5, warning: 6 },
] as const

/** A critical alert and the warning that it makes superfluous. */
const pairs = [
  ['PostgreSQLConnectionPoolExhausted', 'PostgreSQLTooManyConnections'],
  ['PostgreSQLReplicationLagCritical', 'PostgreSQLReplicationLag'],
  ['PostgreSQLDiskSpaceCritical', 'PostgreSQLDiskSpaceLow'],
  ['RuVectorSearchLatencyCritical', 'RuVectorSearchLatencyHigh'],
  ['RedisMemoryUsageCritical', 'RedisMemoryUsageHigh'],
  ['CriticalCPUUsage', 'HighCPUUsage'],
  ['CriticalMemoryUsage', 'HighMemoryUsage'],
  ['DiskSpaceCritical', 'DiskSpaceLow'],
  ['HighErrorRate', 'ServiceDegradation'],
  ['CriticalResponseTime', 'SlowResponseTime'],
] as const

describe('the alerts of the DPG stack', () => {
  it.each(counts)('$system has $critical critical alerts and $warning warnings', ({ system, critical, warning }) => {
    const severities = [...alerts.values()].filter((alert) => alert.system === system).map(({ severity }) => severity)
    expect(severities.filter((one) => one === 'critical')).toHaveLength(critical)
    expect(severities.filter((one) => one === 'warning')).toHaveLength(warning)
    expect(severities).toHaveLength(critical + warning)
  })

  it.each(pairs)('%s silences %s: both have one subject', (critical, warning) => {
    expect(alerts.get(critical)).toMatchObject({ severity: 'critical' })
    expect(alerts.get(warning)).toMatchObject({ severity: 'warning' })
    expect(alerts.get(critical)?.labels.subject).toBeTruthy()
    expect(alerts.get(critical)?.labels.subject).toBe(alerts.get(warning)?.labels.subject)
  })

  it('has a watchdog that always fires and that no route takes for a fault', () => {
    expect(alerts.get('Watchdog')).toMatchObject({ severity: 'none', for: '0s' })
    expect(alerts.get('Watchdog')?.expr.text).toBe('vector(1)')
  })

  it.each(['PostgreSQLDown', 'RedisDown'])(
    '%s waits at most 15 seconds, so that it is notified within a minute',
    (name) => {
      expect(alerts.get(name)?.for).toBe('15s')
    },
  )

  it('names a category for every alert, because routes go by it', () => {
    expect([...alerts.values()].filter(({ labels }) => labels.category === undefined)).toEqual([])
  })

  it('sends everything about RuVector to its team', () => {
    const ruvector = [...alerts.values()].filter(({ system }) => system === 'ruvector')
    expect(new Set(ruvector.map(({ labels }) => labels.component))).toEqual(new Set(['ruvector']))
  })
})
