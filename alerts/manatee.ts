import { alert, promql, record, rules } from '#belfry'
import { manateeMetrics as manatee, manateeStatusMetrics as status } from '../exporters/manatee/metrics.ts'
import type { ManateeOptions } from '../stack/options/manatee.ts'

const labels = { category: 'database', component: 'manatee' } as const
const behind = 'shard_peer:manatee_peer_wal_behind_bytes:max'

/** Each peer answers for its whole shard, so every rule makes one series of however many instances told the same. */
export default rules((o: ManateeOptions) => [
  record(behind, {
    expr: promql`
      max by (shard) (${manatee.peerWalPosition}{role="primary"})
      - on (shard) group_right ()
      max by (shard, peer, role) (${manatee.peerWalPosition}{role!="primary"})
    `,
  }),
  record('shard:manatee_peers_healthy:count', {
    expr: promql`
      count by (shard) (max by (shard, peer) (${manatee.peerPostgresUp}{role=~"primary|sync|async"}) == 1)
    `,
  }),

  alert('ManateeClusterFrozen', {
    expr: promql`max by (shard) (${manatee.clusterFrozen}) == 1`,
    for: o.frozenFor,
    severity: 'critical',
    labels,
    summary: 'Manatee cluster {{ $labels.shard }} is frozen',
    description: 'Nobody takes over when the primary of {{ $labels.shard }} fails.',
    allow: {
      'alert-budget': 'Operators freeze a shard for a moment to work on it; nothing is down while it is frozen.',
    },
  }),
  alert('ManateePostgresDown', {
    // A deposed peer runs no PostgreSQL, nor does one that is being rebuilt: that is no news.
    expr: promql`
      max by (shard, peer, role) (${manatee.peerPostgresUp}{role!="deposed"}) == 0
      unless on (shard, peer) ${status.peerRestoring} == 1
    `,
    for: o.postgresDownFor,
    severity: 'critical',
    labels,
    summary: 'PostgreSQL down on {{ $labels.peer }} ({{ $labels.role }})',
    description: 'The PostgreSQL of the {{ $labels.role }} {{ $labels.peer }} in {{ $labels.shard }} does not answer.',
    allow: { 'alert-budget': 'PostgreSQL restarts when a peer changes its role, which takes up to half a minute.' },
  }),
  alert('ManateeHighReplicationLag', {
    // The age of the last transaction also grows while nobody writes, or can: who has replayed everything is not behind.
    expr: promql`
      max by (shard, peer, role) (${manatee.peerReplicationLagSeconds}) > ${o.lagSeconds}
      unless on (shard, peer, role) ${behind} <= 0
      and on (shard) ${manatee.peerPostgresUp}{role="primary"} == 1
    `,
    for: o.lagFor,
    severity: 'warning',
    labels,
    summary: 'High replication lag on {{ $labels.peer }}: {{ $value | humanizeDuration }}',
    description:
      'The {{ $labels.role }} {{ $labels.peer }} in {{ $labels.shard }} is {{ $value | humanizeDuration }} behind.',
  }),
  alert('ManateeClusterErrors', {
    expr: promql`max by (shard) (${manatee.clusterErrorsTotal}) > 0`,
    for: o.errorsFor,
    severity: 'critical',
    labels,
    summary: 'Manatee cluster {{ $labels.shard }} has {{ $value }} errors',
    description: 'Errors that the cluster details of {{ $labels.shard }} list: {{ $value }}.',
    allow: { 'alert-budget': 'Errors stand in the cluster details while roles change, and go with the next state.' },
  }),

  alert('ManateeNoPrimary', {
    expr: promql`
      (group by (shard) (${status.shardUp} == 1) or group by (shard) (${manatee.peerPostgresUp}))
      unless on (shard) ${manatee.peerPostgresUp}{role="primary"} == 1
    `,
    for: o.noPrimaryFor,
    severity: 'critical',
    labels,
    summary: 'Manatee cluster {{ $labels.shard }} has no primary that answers',
    description: 'No PostgreSQL of {{ $labels.shard }} takes writes.',
    allow: { 'alert-budget': 'A takeover leaves the shard without a primary for some seconds by design.' },
  }),
  alert('ManateeShardUnreachable', {
    expr: promql`max by (shard) (${status.shardUp}) == 0`,
    for: o.unreachableFor,
    severity: 'critical',
    labels,
    summary: 'Nobody answers for Manatee cluster {{ $labels.shard }}',
    description: 'Neither a status server nor the cluster details of {{ $labels.shard }} could be read.',
    allow: { 'alert-budget': 'Status servers restart with their sitters; peers that all answer again are no outage.' },
  }),
  alert('ManateePeerDeposed', {
    expr: promql`group by (shard, peer) (${manatee.peerPostgresUp}{role="deposed"})`,
    for: '5m',
    severity: 'warning',
    labels,
    summary: 'Peer {{ $labels.peer }} of Manatee cluster {{ $labels.shard }} is deposed',
    description:
      'The former primary {{ $labels.peer }} takes no part in {{ $labels.shard }} until somebody rebuilds it.',
    allow: { 'alert-budget': 'A person has to rebuild the peer in any case, and the shard works without it.' },
  }),
  alert('ManateeReplicationBroken', {
    // While a peer is rebuilt it cannot stream.
    expr: promql`
      max by (shard, peer, role) (${manatee.peerReplicationState}) == 0
      unless on (shard, peer) ${status.peerRestoring} == 1
    `,
    for: '2m',
    severity: 'warning',
    labels,
    summary: 'The {{ $labels.role }} {{ $labels.peer }} does not stream',
    description:
      'In {{ $labels.shard }}, {{ $labels.peer }} ({{ $labels.role }}) has no streaming connection from the peer before it.',
  }),
  alert('ManateeRestoreFailed', {
    expr: promql`max by (shard, peer) (${status.peerRestoreFailed}) == 1`,
    for: '1m',
    severity: 'warning',
    labels,
    summary: 'The rebuild of {{ $labels.peer }} failed',
    description: 'The peer {{ $labels.peer }} of {{ $labels.shard }} could not be rebuilt from another one.',
  }),
  alert('ManateePeerUnreachable', {
    expr: promql`
      max by (shard, target) (${status.targetUp}) == 0
      and on (shard) ${status.shardUp} == 1
    `,
    for: '2m',
    severity: 'warning',
    labels,
    summary: 'The status server {{ $labels.target }} does not answer',
    description:
      'Others answer for {{ $labels.shard }}, but {{ $labels.target }} does not: its Manatee is down, or the way to it.',
  }),
])
