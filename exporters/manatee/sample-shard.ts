import type { Sample } from '#belfry'
import { manateeMetrics as documented, manateeStatusMetrics as status } from './metrics.ts'
import type { ShardView, ViewedPeer } from './shard-view.ts'

/** Samples a shard once, however many peers answered for it. */
export function sampleShard(sample: Sample, shard: string, targets: readonly string[], view: ShardView): void {
  sample(status.shardUp, { shard }, flag(view.up))
  const failed = new Set(view.errors.filter(({ source }) => source === 'state').map(({ target }) => target))
  for (const target of targets) sample(status.targetUp, { shard, target }, flag(!failed.has(target)))
  for (const { target, source, reason } of view.errors)
    sample(status.scrapeError, { shard, target, source, error: reason }, 1)

  const { cluster } = view
  if (cluster !== null) {
    sample(documented.clusterPeersTotal, { shard }, cluster.peers.length)
    sample(documented.clusterGeneration, { shard }, cluster.generation)
    sample(documented.clusterFrozen, { shard }, flag(cluster.frozen))
    sample(status.clusterFrozenTimestampSeconds, { shard }, cluster.frozenAt)
    sample(documented.clusterSingleton, { shard }, flag(cluster.singleton))
    sample(documented.clusterErrorsTotal, { shard }, cluster.errors)
    sample(documented.clusterWarningsTotal, { shard }, cluster.warnings)
  }
  for (const peer of view.peers) samplePeer(sample, shard, peer)
}

function samplePeer(sample: Sample, shard: string, peer: ViewedPeer): void {
  const labels = { shard, peer: peer.id, role: peer.role }
  sample(documented.peerPostgresUp, labels, flag(peer.postgresUp))
  sample(documented.peerReplicationLagSeconds, labels, peer.lagSeconds)
  sample(documented.peerReplicationState, labels, flag(peer.streaming))
  sample(documented.peerWalPosition, labels, peer.walBytes)
  sample(status.peerActive, labels, flag(peer.active))

  const { state = null, health = null, restore = null } = peer.answers ?? {}
  sample(status.peerPendingOperations, labels, state?.pending ?? null)
  sample(status.peerHealthCheckTimestampSeconds, labels, health?.checkedAt ?? null)
  sample(status.peerRestoring, labels, flag(restore?.running ?? null))
  sample(status.peerRestoreFailed, labels, flag(restore?.failed ?? null))
  sample(status.peerRestoreSizeBytes, labels, restore?.sizeBytes ?? null)
  sample(status.peerRestoreCompletedBytes, labels, restore?.completedBytes ?? null)
}

function flag(value: boolean | null): number | null {
  return value === null ? null : value ? 1 : 0
}
