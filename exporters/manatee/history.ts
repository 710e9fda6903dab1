import { type HistorySpec, level } from '#belfry'
import { incidents } from '../incidents.ts'
import { manateeMetrics as m, manateeStatusMetrics as s } from './metrics.ts'

const { takeover } = incidents
const megabyte = 1e6

/** Whether the day's takeover is in a shard, and how much of it. */
const inFirst = (shard = '', share: number): number => (shard.startsWith('1.') ? share : 0)

/** A day of Manatee: replication follows the day, and one shard changes its primary. */
export const manateeHistory = (): HistorySpec => ({
  incidents: [takeover],
  curves: [
    level(m.clusterGeneration, (at, { labels, live }) =>
      at.ago > takeover.hoursAgo * 3600 ? live - inFirst(labels.shard, 1) : live,
    ),
    level(m.clusterErrorsTotal, (at, { labels, live }) =>
      Math.round(live + inFirst(labels.shard, at.during(takeover))),
    ),
    level(m.clusterWarningsTotal, (at, { labels, live }) =>
      Math.round(live + inFirst(labels.shard, 2 * at.during(takeover))),
    ),
    level(m.peerPostgresUp, (at, { labels, live }) =>
      labels.role === 'primary' && inFirst(labels.shard, at.during(takeover)) > 0.5 ? 0 : live,
    ),
    level(m.peerReplicationLagSeconds, (at, { labels, live }) =>
      Math.max(0, live + 0.4 * at.load * Math.abs(at.drift) + 45 * inFirst(labels.shard, at.during(takeover))),
    ),
    level(m.peerWalPosition, (at, { live }) => Math.max(0, Math.round(live - 0.04 * megabyte * at.ago))),
    level(s.peerPendingOperations, (at, { labels, live }) =>
      Math.round(live + 3 * inFirst(labels.shard, at.during(takeover))),
    ),
  ],
})
