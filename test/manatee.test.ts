import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { manateeMetrics, manateeStatusMetrics } from '../exporters/manatee/metrics.ts'
import { scenarios } from '../exporters/manatee/simulation/scenarios.ts'
import { staticTargets } from '../src/spec/scrape.ts'
import { manateeOptions } from '../stack/options/manatee.ts'
import { manatee, manateeJobs } from '../stack/systems/manatee.ts'
import { alertsByName, dpgModel } from './support/dpg-model.ts'

const page = await readFile(new URL('../docs/systems/manatee.differences.md', import.meta.url), 'utf8')
const alerts = [...alertsByName(dpgModel()).values()].filter(({ system }) => system === 'manatee')

/** What the requirement says of its four. */
const documented = [
  ['ManateeClusterFrozen', 'critical', '1m'],
  ['ManateePostgresDown', 'critical', '30s'],
  ['ManateeHighReplicationLag', 'warning', '2m'],
  ['ManateeClusterErrors', 'critical', '1m'],
] as const

describe('the pack of Manatee', () => {
  it('has the ten documented metrics under their names', () => {
    expect(Object.values(manateeMetrics).map(({ name }) => name)).toEqual([
      'manatee_cluster_peers_total',
      'manatee_cluster_generation',
      'manatee_cluster_frozen',
      'manatee_cluster_singleton',
      'manatee_cluster_errors_total',
      'manatee_cluster_warnings_total',
      'manatee_peer_postgres_up',
      'manatee_peer_replication_lag_seconds',
      'manatee_peer_replication_state',
      'manatee_peer_wal_position',
    ])
  })

  it.each(documented)('has the alert %s, %s after %s', (name, severity, duration) => {
    expect(alerts.find((one) => one.name === name)).toMatchObject({ severity, for: duration })
  })

  it('rings for each shard once: every alert aggregates over instances', () => {
    for (const { name, expr } of alerts) {
      expect([
        name,
        /\b(max|group) by \((shard|shard, peer|shard, peer, role|shard, target)\)/.test(expr.text),
      ]).toEqual([name, true])
      expect([name, /\binstance\b|\bsum\b/.test(expr.text)]).toEqual([name, false])
    }
  })
})

describe('the jobs of Manatee that Prometheus finds targets for', () => {
  const found = { kind: 'triton', account: 'a', dnsSuffix: 'd.example', endpoint: 'e.example' } as const
  const listed = staticTargets(['10.1.0.100:5433'])

  it.each([[{}], [{ nativeTargets: listed }], [{ nativeTargets: [listed, found], probeTargets: listed }]])(
    'are those whose absence is noticed: %j',
    (settings) => {
      const defaults = Object.entries(manateeOptions).map(([name, option]) => [name, option.default])
      const { jobs } = manatee().parts({ ...Object.fromEntries(defaults), ...settings })
      expect(manateeJobs(settings)).toEqual(jobs.map(({ name }) => name))
    },
  )

  it('are noticed in the stack', () => {
    const noticed = [
      ...(alertsByName(dpgModel())
        .get('TargetsMissing')
        ?.expr.text.matchAll(/job="([^"]+)"/g) ?? []),
    ]
    expect(noticed.map(([, job]) => job).sort()).toEqual(
      dpgModel()
        .prometheus.jobs.map(({ name }) => name)
        .sort(),
    )
  })
})

describe('what is written about Manatee', () => {
  it('names all its metrics, alerts and scenarios', () => {
    const names = [
      ...Object.values({ ...manateeMetrics, ...manateeStatusMetrics }).map(({ name }) => `\`${name}\``),
      ...alerts.map(({ name }) => `| ${name} |`),
      ...Object.keys(scenarios).map((name) => `\`${name}\``),
    ]
    expect(names.filter((name) => !page.includes(name))).toEqual([])
  })

  it('speaks of options that exist', () => {
    const block = /^manatee\(\{$(.*?)^\}\)$/ms.exec(page)?.[1] ?? ''
    const keys = [...block.matchAll(/^ {2}(\w+):/gm)].map((match) => match[1] ?? '')
    expect(keys.length).toBeGreaterThan(2)
    expect(keys.filter((key) => !(key in manateeOptions))).toEqual([])
  })
})
