import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manateeMetrics } from '../exporters/manatee/metrics.ts'
import { scenarios } from '../exporters/manatee/simulation/scenarios.ts'
import { engineProgram } from './support/engine-program.ts'
import { parseExposition, seriesValue } from './support/exposition.ts'
import { type ManateeFixture, manateeFixture, shards } from './support/manatee-fixture.ts'

const [one, two] = shards
const [first, second, third] = ['10.77.1.11:5432:12345', '10.77.1.12:5432:12345', '10.77.1.13:5432:12345'] as const
const walMegabyte = 2 ** 20

let fixture: ManateeFixture

beforeAll(async () => {
  fixture = await manateeFixture()
}, 60_000)
afterAll(() => fixture?.stop())

const peersOf = (shard: string) => fixture.peersOf(shard)
const play = (scenario: keyof typeof scenarios) => fixture.play(scenario)

async function scrape(path = '/metrics') {
  const response = await fetch(`${fixture.exporter.url}${path}`)
  expect(response.status).toBe(200)
  const text = await response.text()
  const families = parseExposition(text)
  const value = (name: string, labels: Record<string, string> = {}) =>
    seriesValue(families, name, { shard: one, ...labels })
  return { text, families, value }
}

/** The series of a family of the first shard, as label value to value. */
function by(label: string, series: Awaited<ReturnType<typeof scrape>>['families'], name: string) {
  return Object.fromEntries(
    (series.get(name) ?? [])
      .filter(({ labels }) => labels.shard === one)
      .map(({ labels, value }) => [labels[label] ?? '', value]),
  )
}

describe('Manatee, healthy', () => {
  it('has all ten documented metrics, with their labels and values', async () => {
    await play('healthy')
    const { families, value } = await scrape()
    for (const { name, labels } of Object.values(manateeMetrics)) {
      const series = families.get(name) ?? []
      expect([name, series.length > 0]).toEqual([name, true])
      for (const single of series) expect(Object.keys(single.labels)).toEqual([...labels])
    }
    expect(value('manatee_cluster_peers_total')).toBe(3)
    expect(value('manatee_cluster_generation')).toBe(42)
    expect(value('manatee_cluster_frozen')).toBe(0)
    expect(value('manatee_cluster_singleton')).toBe(0)
    expect(value('manatee_cluster_errors_total')).toBe(0)
    expect(value('manatee_cluster_warnings_total')).toBe(0)
    expect(by('role', families, 'manatee_peer_postgres_up')).toEqual({ primary: 1, sync: 1, async: 1 })
    expect(by('role', families, 'manatee_peer_replication_state')).toEqual({ sync: 1, async: 1 })
    const lag = by('peer', families, 'manatee_peer_replication_lag_seconds')
    expect(Object.keys(lag)).toEqual([second, third])
    expect(lag[second]).toBeGreaterThan(0)
    expect(lag[second]).toBeLessThan(0.1)
    const wal = by('role', families, 'manatee_peer_wal_position')
    expect(wal.primary).toBeGreaterThanOrEqual(0x3_1234_5678)
    expect((wal.primary ?? 0) - (wal.async ?? 0)).toBeGreaterThanOrEqual(0)
    expect((wal.primary ?? 0) - (wal.async ?? 0)).toBeLessThan(walMegabyte)
  })

  it('counts a shard once, although three peers and the details answer for it', async () => {
    const { families } = await scrape()
    expect(families.get('manatee_cluster_generation')).toHaveLength(2)
    expect(families.get('manatee_peer_postgres_up')).toHaveLength(6)
  })

  it('is seen by what the status servers add', async () => {
    const { families, value } = await scrape()
    expect(by('target', families, 'manatee_target_up')).toEqual(Object.fromEntries(peersOf(one).map((url) => [url, 1])))
    expect(value('manatee_shard_up')).toBe(1)
    expect(by('role', families, 'manatee_peer_active')).toEqual({ primary: 1, sync: 1, async: 1 })
    expect(value('manatee_peer_restore_size_bytes', { peer: third })).toBe(5_368_709_120)
    expect(families.has('manatee_scrape_error')).toBe(false)
    const checked = value('manatee_peer_health_check_timestamp_seconds', { peer: first }) ?? 0
    expect(Math.abs(checked - Date.now() / 1000)).toBeLessThan(60)
  })
})

describe('Manatee, in trouble', () => {
  it('frozen shard', async () => {
    await play('frozen shard')
    const { value } = await scrape()
    expect(value('manatee_cluster_frozen')).toBe(1)
    expect(value('manatee_cluster_frozen', { shard: two })).toBe(0)
    const since = value('manatee_cluster_frozen_timestamp_seconds') ?? 0
    expect(Math.abs(since - Date.now() / 1000)).toBeLessThan(60)
  })

  it('lagging async', async () => {
    await play('lagging async')
    const { families, value } = await scrape()
    expect(value('manatee_peer_replication_lag_seconds', { role: 'async' })).toBeGreaterThanOrEqual(60)
    const wal = by('role', families, 'manatee_peer_wal_position')
    expect((wal.primary ?? 0) - (wal.async ?? 0)).toBeGreaterThan(100 * walMegabyte)
    expect(by('role', families, 'manatee_peer_replication_state')).toEqual({ sync: 1, async: 1 })
  })

  it('idle shard', async () => {
    await play('idle shard')
    const { families, value } = await scrape()
    expect(value('manatee_peer_replication_lag_seconds', { role: 'async' })).toBeGreaterThanOrEqual(60)
    const wal = by('role', families, 'manatee_peer_wal_position')
    expect(wal.async).toBe(wal.primary)
  })

  it('broken link', async () => {
    await play('broken link')
    const { families, value } = await scrape()
    expect(by('role', families, 'manatee_peer_replication_state')).toEqual({ sync: 1, async: 0 })
    expect(value('manatee_cluster_warnings_total')).toBe(1)
    expect(by('role', families, 'manatee_peer_wal_position')).not.toHaveProperty('async')
  })

  it('deposed peer', async () => {
    await play('deposed peer')
    const { families, value } = await scrape()
    expect(value('manatee_cluster_generation')).toBe(43)
    expect(value('manatee_cluster_peers_total')).toBe(3)
    expect(by('role', families, 'manatee_peer_postgres_up')).toEqual({ primary: 1, sync: 1, deposed: 0 })
    expect(by('peer', families, 'manatee_peer_replication_state')).toEqual({ [third]: 1 })
    expect(value('manatee_cluster_warnings_total')).toBe(2)
  })

  it('rebuilding async', async () => {
    await play('rebuilding async')
    const { value } = await scrape()
    expect(value('manatee_peer_restoring', { peer: third })).toBe(1)
    expect(value('manatee_peer_restore_completed_bytes', { peer: third })).toBeLessThan(5_368_709_120)
    expect(value('manatee_peer_postgres_up', { peer: third })).toBe(0)
    expect(value('manatee_peer_replication_lag_seconds', { peer: third })).toBeUndefined()
    expect(value('manatee_peer_pending_operations', { peer: third })).toBe(1)
  })

  it('no primary', async () => {
    await play('no primary')
    const { families, value } = await scrape()
    expect(by('role', families, 'manatee_peer_postgres_up')).toEqual({ primary: 0, sync: 1, async: 1 })
    expect(by('role', families, 'manatee_peer_replication_state')).toEqual({ sync: 0, async: 1 })
    expect(value('manatee_cluster_errors_total')).toBe(2)
    expect(value('manatee_peer_active', { role: 'primary' })).toBe(0)
    // Nobody writes, so the positions stand still.
    const before = by('role', families, 'manatee_peer_wal_position')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(by('role', (await scrape()).families, 'manatee_peer_wal_position')).toEqual(before)
    const [gone = ''] = peersOf(one)
    expect(value('manatee_target_up', { target: gone })).toBe(0)
    expect(value('manatee_scrape_error', { target: gone, source: 'state', error: 'connection' })).toBe(1)
  })

  it('singleton', async () => {
    await play('singleton')
    const { families, value } = await scrape()
    expect(value('manatee_cluster_singleton')).toBe(1)
    expect(value('manatee_cluster_peers_total')).toBe(1)
    expect(by('role', families, 'manatee_peer_replication_state')).toEqual({})
    // Two peers answer that the cluster does not count.
    expect(by('role', families, 'manatee_peer_pending_operations')).toMatchObject({ primary: 0, unknown: 0 })
  })
})

describe('what Manatee emits itself', () => {
  it.each([
    ['healthy', { primary: 1, sync: 1, async: 1 }],
    ['no primary', { primary: 0, sync: 1, async: 1 }],
    ['deposed peer', { primary: 1, sync: 1, deposed: 1 }],
  ] as const)('%s: one metric for all peers, with the path of the shard', async (scenario, up) => {
    await play(scenario)
    const answer = await fetch(`${peersOf(one)[1]}/metrics`)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const families = parseExposition(await answer.text())
    const series = families.get('manatee_peer_postgres_up') ?? []
    expect([...families.keys()]).toEqual(['manatee_peer_postgres_up'])
    expect(series.map(({ labels }) => labels.shard)).toEqual(Array(3).fill(`/manatee/${one}`))
    expect(Object.fromEntries(series.map(({ labels, value }) => [labels.role, value]))).toEqual(up)
  })
})

describe('faults at the source', () => {
  it.each([
    ['slow endpoint', 'timeout'],
    ['failing endpoint', 'response'],
    ['half JSON', 'response'],
    ['unreachable', 'connection'],
  ] as const)('%s: the scrape stays whole, and says so', async (scenario, reason) => {
    await play(scenario)
    const { families, value } = await scrape()
    expect(value('manatee_shard_up')).toBe(0)
    expect(value('manatee_shard_up', { shard: two })).toBe(1)
    expect(value('manatee_cluster_generation')).toBeUndefined()
    expect(value('manatee_cluster_generation', { shard: two })).toBe(42)
    const errors = families.get('manatee_scrape_error') ?? []
    expect(errors.map(({ labels }) => [labels.source, labels.error]).sort()).toEqual([
      ['details', reason],
      ...peersOf(one).map(() => ['state', reason]),
    ])
    expect(seriesValue(families, 'belfry_collector_success', { collector: 'manatee' })).toBe(1)
  })

  it('promtool finds nothing in any scenario but what the requirement named', async () => {
    const { path, env } = await engineProgram('promtool')
    const findings = new Set<string>()
    for (const scenario of Object.keys(scenarios) as (keyof typeof scenarios)[]) {
      await play(scenario)
      const { text } = await scrape('/probe?target=1.moray.demo.example')
      try {
        const output = execFileSync(path, ['check', 'metrics'], {
          input: text,
          env: { ...process.env, ...env },
          stdio: 'pipe',
        })
        expect(output.toString()).toBe('')
      } catch (error) {
        for (const line of String((error as { stderr?: Buffer }).stderr ?? error)
          .trim()
          .split('\n'))
          findings.add(line)
      }
    }
    expect([...findings].sort()).toEqual([
      'manatee_cluster_errors_total non-counter metrics should not have "_total" suffix',
      'manatee_cluster_peers_total non-counter metrics should not have "_total" suffix',
      'manatee_cluster_warnings_total non-counter metrics should not have "_total" suffix',
    ])
  }, 60_000)
})

describe('probes', () => {
  it('read one status server, and name its shard', async () => {
    await play('healthy')
    const [target = ''] = peersOf(one)
    const { families, value } = await scrape(`/probe?target=${encodeURIComponent(target)}`)
    expect(value('manatee_cluster_generation')).toBe(42)
    expect(families.get('manatee_target_up')).toHaveLength(1)
    // Only its own PostgreSQL is known to a status server, and nothing about replication.
    expect(by('role', families, 'manatee_peer_postgres_up')).toEqual({ primary: 1 })
    expect(families.has('manatee_peer_replication_state')).toBe(false)
    expect(families.has('manatee_cluster_errors_total')).toBe(false)
  })

  it('answer 200 with the reason where a target is broken', async () => {
    await play('failing endpoint')
    const { value, families } = await scrape(`/probe?target=${one}`)
    expect(value('manatee_shard_up')).toBe(0)
    expect(families.get('manatee_scrape_error')).toHaveLength(4)
    expect(seriesValue(families, 'belfry_collector_success', { collector: 'manatee' })).toBe(0)
  })

  it('refuse what nobody configured', async () => {
    const refused = await fetch(`${fixture.exporter.url}/probe?target=${encodeURIComponent('169.254.169.254:80')}`)
    expect(refused.status).toBe(400)
  })
})
