import { panel, promql, row, target } from '#belfry'
import { manateeMetrics as m, manateeStatusMetrics as s } from '../../exporters/manatee/metrics.ts'
import { health, numbers, ratio } from '../look.ts'
import { byPeer, of, peerName } from './selectors.ts'

/** The peers themselves. */
export function peers() {
  return row('Peers', [
    panel(
      'state-timeline',
      {
        title: 'PostgreSQL',
        description: 'Whether the PostgreSQL of each peer answers; a deposed peer runs none.',
        ...health,
        legend: { mode: 'hidden' },
      },
      [target(byPeer(m.peerPostgresUp), peerName)],
    ),
    panel(
      'state-timeline',
      {
        title: 'Place in the election',
        description: 'Whether each peer holds its session with ZooKeeper.',
        ...health,
        mappings: [
          { match: '0', text: 'LOST', color: 'red' },
          { match: '1', text: 'HELD', color: 'green' },
        ],
        legend: { mode: 'hidden' },
      },
      [target(byPeer(s.peerActive), peerName)],
    ),
  ])
}

/** Peers that are being rebuilt, and what they wait for. */
export function rebuilds() {
  return row('Rebuilds', [
    panel(
      'bargauge',
      {
        title: 'Progress of the last rebuild',
        description: 'What has been transferred, of all that has to be.',
        ...ratio,
        noValue: 'none',
        width: 6,
      },
      [
        target(
          promql`${byPeer(s.peerRestoreCompletedBytes)} / (${byPeer(s.peerRestoreSizeBytes)} > 0)`,
          '{{shard}} {{peer}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Rebuilds',
        description: 'Peers that are being rebuilt, and those whose rebuild failed.',
        unit: 'short',
        decimals: 0,
        min: 0,
        legend: numbers,
        width: 6,
      },
      [
        target(promql`count(max by (shard, peer) (${s.peerRestoring}${of}) == 1) or vector(0)`, 'running'),
        target(promql`count(max by (shard, peer) (${s.peerRestoreFailed}${of}) == 1) or vector(0)`, 'failed'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Pending operations',
        description: 'Transitions, retries and writes of the cluster state that a peer waits for.',
        unit: 'short',
        decimals: 0,
        min: 0,
        legend: numbers,
        width: 12,
      },
      [target(byPeer(s.peerPendingOperations), peerName)],
    ),
  ])
}
