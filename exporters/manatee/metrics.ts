import { defineMetrics, gauge } from '#belfry'

/** What is known of Manatee, a PostgreSQL cluster manager. Names are those of the requirement; where one breaks a convention, it says why. */

const documented = 'The requirement names it so.'

/** Roles that a peer can have; `unknown` is one that the cluster state does not mention. */
export const roles = ['primary', 'sync', 'async', 'deposed', 'unknown'] as const
export type Role = (typeof roles)[number]

const shard = { labels: ['shard'], scope: 'cluster' } as const
const peer = { labels: ['shard', 'peer', 'role'], values: { role: roles }, scope: 'cluster' } as const

/** The ten metrics of the requirement. Each peer answers for its whole shard, so they are never summed over instances. */
export const manateeMetrics = defineMetrics(
  'exporter',
  {
    clusterPeersTotal: gauge('manatee_cluster_peers_total', {
      ...shard,
      help: 'Peers in the cluster state of the shard, deposed ones included.',
      nameBecause: documented,
    }),
    clusterGeneration: gauge('manatee_cluster_generation', {
      ...shard,
      help: 'Generation of the cluster; grows by one with each takeover.',
      nameBecause: documented,
    }),
    clusterFrozen: gauge('manatee_cluster_frozen', {
      ...shard,
      help: 'Whether the cluster is frozen (1), so that no takeover happens, or not (0).',
      nameBecause: documented,
    }),
    clusterSingleton: gauge('manatee_cluster_singleton', {
      ...shard,
      help: 'Whether the cluster runs in one-node-write mode (1) or replicates (0).',
      nameBecause: documented,
    }),
    clusterErrorsTotal: gauge('manatee_cluster_errors_total', {
      ...shard,
      help: 'Errors that the cluster details list now; absent where only status servers are read.',
      nameBecause: documented,
    }),
    clusterWarningsTotal: gauge('manatee_cluster_warnings_total', {
      ...shard,
      help: 'Warnings that the cluster details list now; absent where only status servers are read.',
      nameBecause: documented,
    }),
    peerPostgresUp: gauge('manatee_peer_postgres_up', {
      ...peer,
      help: 'Whether the PostgreSQL of a peer answers (1) or not (0). 0 for a deposed peer; absent where nobody knows.',
      nameBecause: documented,
    }),
    peerReplicationLagSeconds: gauge('manatee_peer_replication_lag_seconds', {
      ...peer,
      help: 'Age of the last transaction that a peer has replayed, in seconds. Absent where it is unknown, and for the primary. Grows while nobody writes.',
      vanishes: true,
    }),
    peerReplicationState: gauge('manatee_peer_replication_state', {
      ...peer,
      help: 'Whether a peer streams from the peer before it in the chain (1) or not (0). Absent for the primary and for deposed peers.',
      nameBecause: documented,
    }),
    peerWalPosition: gauge('manatee_peer_wal_position', {
      ...peer,
      help: 'Position in the write-ahead log, in bytes: what the primary has sent, and what another peer has replayed.',
      unit: 'bytes',
      nameBecause: documented,
    }),
  },
  { age: '10s' },
)

/** What the facts about Manatee ask for beside the document. */
export const manateeStatusMetrics = defineMetrics(
  'exporter',
  {
    shardUp: gauge('manatee_shard_up', {
      ...shard,
      help: 'Whether any peer or the cluster details answered for the shard (1) or nobody (0).',
    }),
    targetUp: gauge('manatee_target_up', {
      help: 'Whether a status server answered (1) or not (0).',
      labels: ['shard', 'target'],
    }),
    scrapeError: gauge('manatee_scrape_error', {
      help: 'A source that could not be read, 1 for each, with the reason.',
      labels: ['shard', 'target', 'source', 'error'],
      values: { source: ['state', 'ping', 'restore', 'details'] },
      vanishes: true,
    }),
    clusterFrozenTimestampSeconds: gauge('manatee_cluster_frozen_timestamp_seconds', {
      ...shard,
      help: 'When the cluster was frozen, in Unix time; absent while it is not, or where nobody wrote it down.',
      vanishes: true,
    }),
    peerActive: gauge('manatee_peer_active', {
      ...peer,
      help: 'Whether a peer holds its place in the election (1) or not (0).',
    }),
    peerHealthCheckTimestampSeconds: gauge('manatee_peer_health_check_timestamp_seconds', {
      ...peer,
      help: 'When a peer last checked its PostgreSQL, in Unix time; absent until it has.',
    }),
    peerPendingOperations: gauge('manatee_peer_pending_operations', {
      ...peer,
      help: 'Operations that a peer waits for: a transition of PostgreSQL, a retry, a write of the cluster state.',
    }),
    peerRestoring: gauge('manatee_peer_restoring', {
      ...peer,
      help: 'Whether a peer is being rebuilt from another one (1) or not (0).',
    }),
    peerRestoreFailed: gauge('manatee_peer_restore_failed', {
      ...peer,
      help: 'Whether the last rebuild of a peer failed (1) or not (0).',
    }),
    peerRestoreSizeBytes: gauge('manatee_peer_restore_size_bytes', {
      ...peer,
      help: 'Size of what a rebuild transfers, in bytes; absent where there is none.',
      vanishes: true,
    }),
    peerRestoreCompletedBytes: gauge('manatee_peer_restore_completed_bytes', {
      ...peer,
      help: 'What a rebuild has transferred so far, in bytes; absent where there is none.',
      vanishes: true,
    }),
  },
  { age: '10s' },
)

/** What a status server exposes itself on the port after that of its PostgreSQL, since mid 2025. */
export const manateeNativeMetrics = defineMetrics('native', {
  peerPostgresUp: gauge('manatee_peer_postgres_up', {
    ...peer,
    help: 'PostgreSQL connectivity (1=up, 0=down)',
  }),
})
