import { type HistorySpec, level, observed, rate } from '#belfry'
import { incidents } from '../incidents.ts'
import {
  goverseGateMetrics as g,
  goverseInspectorMetrics as i,
  goverseNodeMetrics as n,
  goverseProcessMetrics as p,
} from './metrics.ts'

const { shardStorm } = incidents

/** A day of the GoVerse cluster: clients follow the day, and shards move once. */
export const goverseHistory = (): HistorySpec => ({
  incidents: [shardStorm],
  curves: [
    level(n.shardsMigrating, (at, { live }) => Math.round(live + 90 * at.during(shardStorm) * (1 + 0.3 * at.jitter))),
    level(n.shardsTotal, (at, { labels, live }) =>
      Math.round(live * (1 + (labels.node?.endsWith('2') === true ? -0.7 : 0.35) * at.during(shardStorm))),
    ),
    level(n.objectsTotal, (_at, { live }) => live),
    rate(n.shardClaimsTotal, (at) => 0.0006 + 0.9 * at.during(shardStorm)),
    rate(n.shardReleasesTotal, (at) => 0.0006 + 0.9 * at.during(shardStorm)),
    rate([n.shardMigrationsTotal], (at) => 0.0004 + 0.6 * at.during(shardStorm)),
    rate(n.shardReallocationsTotal, (at) => 0.0002 + 0.3 * at.during(shardStorm)),
    rate(n.shardMappingWriteFailuresTotal, (at) => 0.00005 + 0.05 * at.during(shardStorm)),
    rate(n.operationTimeoutsTotal, (at) => 0.0002 + 0.3 * at.during(shardStorm)),
    rate(n.watchReconnectionsTotal, (at) => 0.0001 + 0.02 * at.during(shardStorm)),
    rate(n.methodCallsTotal, (at, { labels }) =>
      labels.status === 'failure'
        ? 0.03 * at.load + 1.2 * at.during(shardStorm)
        : 11 * at.load * (1 + 0.1 * at.jitter) * (1 - 0.3 * at.during(shardStorm)),
    ),
    observed(n.methodCallDuration, {
      perSecond: (at) => 11 * at.load,
      typical: (at) => 0.004 + 0.001 * at.drift + 0.15 * at.during(shardStorm),
    }),
    observed(n.operationDurationSeconds, {
      perSecond: (at) => 2 * at.load,
      typical: (at) => 0.008 + 0.002 * at.drift + 0.5 * at.during(shardStorm),
    }),
    rate(n.shardMethodCallsTotal, (at, { live }) => Math.min(2, 0.05 + live / 400) * at.load),
    rate(n.nodePushedMessagesTotal, (at) => 18 * at.load * (1 + 0.1 * at.jitter)),
    rate(n.nodeDroppedMessagesTotal, (at) => 0.01 + 0.8 * at.during(shardStorm)),
    rate(g.gatePushedMessagesTotal, (at) => 45 * at.load * (1 + 0.1 * at.jitter)),
    rate(g.gateDroppedMessagesTotal, (at) => 0.2 + 2 * at.during(shardStorm)),
    level(g.gateActiveClients, (at, { live }) =>
      Math.round(live * (0.45 + 0.7 * at.load) + 3 * at.jitter - 30 * at.during(shardStorm)),
    ),
    level(i.clientsConnected, (at, { live }) =>
      Math.round(live * (0.45 + 0.7 * at.load) + 3 * at.jitter - 30 * at.during(shardStorm)),
    ),
    level(p.goroutines, (at, { live }) => Math.round(live * (1 + 0.1 * at.drift))),
    rate(p.cpuSecondsTotal, (at) => 0.04 * (0.5 + at.load)),
    level(p.residentMemoryBytes, (at, { live }) => live * (1 + 0.04 * at.drift)),
  ],
})
