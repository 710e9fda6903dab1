import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { manateeMetrics as m, manateeStatusMetrics as s } from '../exporters/manatee/metrics.ts'
import type { ManateeOptions } from '../stack/options/manatee.ts'
import { noneAllowed, rising } from './look.ts'
import { peers, rebuilds } from './manatee/peers.ts'
import { replication } from './manatee/replication.ts'
import { byPeer, byShard, of } from './manatee/selectors.ts'
import { clusters, statusServers } from './manatee/shards.ts'
import { valuesOf } from './variables.ts'

/** Shards, their peers, replication, rebuilds, and the status servers that tell of them. */
export function manateeDashboard(o: ManateeOptions): DashboardSpec {
  return dashboard('manatee', {
    title: 'Manatee',
    description:
      'Highly available PostgreSQL: who leads each shard, who follows how closely, and what keeps it from failing over.',
    variables: [valuesOf('shard', 'Shard', s.shardUp)],
    rows: [status(), clusters(), peers(), replication(o), rebuilds(), statusServers()],
  })
}

function status() {
  const small = { unit: 'short', decimals: 0, width: 3, colorMode: 'background' } as const
  const bad = { ...small, thresholds: noneAllowed } as const
  return row('Status', [
    panel('stat', { title: 'Shards', ...small, colorMode: 'value', sparkline: true }, [
      target(promql`count(${byShard(s.shardUp)})`),
    ]),
    panel('stat', { title: 'Nobody answers', description: 'Shards of which nothing is known.', ...bad }, [
      target(promql`count(${byShard(s.shardUp)} == 0) or vector(0)`),
    ]),
    panel('stat', { title: 'No primary', description: 'Shards without a primary whose PostgreSQL answers.', ...bad }, [
      target(
        promql`
          count(
            ${byShard(s.shardUp)} == 1
            unless on (shard) max by (shard) (${m.peerPostgresUp}{shard=~"$shard",role="primary"}) == 1
          ) or vector(0)`,
      ),
    ]),
    panel('stat', { title: 'Frozen', description: 'Shards in which nobody would take over.', ...bad }, [
      target(promql`count(${byShard(m.clusterFrozen)} == 1) or vector(0)`),
    ]),
    panel('stat', { title: 'PostgreSQL down', description: 'Peers, without deposed ones.', ...bad }, [
      target(
        promql`count(max by (shard, peer) (${m.peerPostgresUp}{shard=~"$shard",role!="deposed"}) == 0) or vector(0)`,
      ),
    ]),
    panel('stat', { title: 'Deposed', description: 'Peers that wait for somebody to rebuild them.', ...bad }, [
      target(promql`count(group by (shard, peer) (${m.peerPostgresUp}{shard=~"$shard",role="deposed"})) or vector(0)`),
    ]),
    panel(
      'stat',
      { title: 'Not streaming', description: 'Peers without the connection that they should have.', ...bad },
      [target(promql`count(${byPeer(m.peerReplicationState)} == 0) or vector(0)`)],
    ),
    panel(
      'stat',
      {
        title: 'One-node-write',
        description: 'Shards that run on their primary alone.',
        ...small,
        thresholds: rising(1),
      },
      [target(promql`count(max by (shard) (${m.clusterSingleton}${of}) == 1) or vector(0)`)],
    ),
  ])
}
