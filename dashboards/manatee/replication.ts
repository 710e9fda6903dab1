import { panel, promql, row, target } from '#belfry'
import { manateeMetrics as m } from '../../exporters/manatee/metrics.ts'
import type { ManateeOptions } from '../../stack/options/manatee.ts'
import { health, limits, numbers } from '../look.ts'
import { byPeer, of, peerName } from './selectors.ts'

/** How closely the peers follow. */
export function replication(o: ManateeOptions) {
  return row('Replication', [
    panel(
      'timeseries',
      {
        title: 'Replication lag',
        description:
          'Age of the last transaction that a peer has replayed. It also grows while nobody writes; then nothing is left to replay.',
        unit: 's',
        min: 0,
        legend: numbers,
        thresholds: limits(o.lagSeconds),
        thresholdStyle: 'dashed',
      },
      [target(byPeer(m.peerReplicationLagSeconds), peerName)],
    ),
    panel(
      'timeseries',
      {
        title: 'Left to replay',
        description: 'Bytes that the primary has sent and a peer has not replayed.',
        unit: 'bytes',
        min: 0,
        legend: numbers,
      },
      [target(promql`shard_peer:manatee_peer_wal_behind_bytes:max${of}`, peerName)],
    ),
    panel(
      'state-timeline',
      {
        title: 'Streaming',
        description: 'Whether each peer streams from the one before it.',
        ...health,
        mappings: [
          { match: '0', text: 'BROKEN', color: 'red' },
          { match: '1', text: 'STREAMS', color: 'green' },
        ],
        legend: { mode: 'hidden' },
      },
      [target(byPeer(m.peerReplicationState), peerName)],
    ),
    panel(
      'timeseries',
      {
        title: 'Write-ahead log written',
        description: 'How fast the position of each primary moves.',
        unit: 'Bps',
        min: 0,
        legend: numbers,
      },
      [target(promql`max by (shard) (deriv(${m.peerWalPosition}{shard=~"$shard",role="primary"}[5m]))`, '{{shard}}')],
    ),
  ])
}
