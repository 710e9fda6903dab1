import { type HistorySpec, later, level, observed, rate } from '#belfry'
import { alertmanagerMetrics as a } from '../alertmanager/metrics.ts'
import { incidents } from '../incidents.ts'
import { prometheusMetrics as p } from '../prometheus/metrics.ts'
import { belfryMetrics as b, processMetrics as n } from './metrics.ts'

const all = Object.values(incidents)

/** A day of the watch over the watch. */
export const belfryHistory = (): HistorySpec => ({
  incidents: [],
  later: [later(p.tsdbHeadSamplesAppendedTotal, [{ type: 'float' }], () => 0)],
  curves: [
    level(b.collectorDurationSeconds, (at, { live }) => Math.max(0.001, Math.min(live, 0.4) * (1 + 0.3 * at.drift))),
    level(b.collectorSuccess, (at, { live }) => (at.during(incidents.databaseOutage) > 0 ? 0 : live)),
    rate(b.collectionsTotal, () => 1 / 15),
    level(n.eventLoopLagSeconds, (at) => 0.012 + 0.003 * at.drift),
    level(n.heapUsedBytes, (at, { live }) => live * (1 + 0.15 * at.drift)),
    level(a.alerts, (at, { labels, live }) =>
      labels.state === 'active' ? live + all.filter((one) => at.during(one) > 0.3).length * 2 : live,
    ),
    rate(a.notificationsTotal, (at, { labels, live }) =>
      live > 0 || labels.integration === 'webhook'
        ? 1 / 240 + all.reduce((sum, one) => sum + at.during(one), 0) / 200
        : 0,
    ),
    rate(a.notificationsFailedTotal, (_at, { labels }) => (labels.integration === 'webhook' ? 0 : null)),
    observed(a.notificationLatencySeconds, {
      perSecond: (at, { labels }) =>
        labels.integration === 'webhook' ? 1 / 240 + all.reduce((sum, one) => sum + at.during(one), 0) / 200 : 0,
      typical: (at) => 0.012 + 0.004 * at.drift,
    }),
    level(p.notificationsAlertmanagersDiscovered, () => 1),
    level(p.ruleGroupLastDurationSeconds, (at) => 0.004 + 0.002 * at.jitter),
    rate(p.httpRequestsTotal, (at) => 0.15 * at.load),
    rate(p.notificationsSentTotal, (at) => 0.02 + all.reduce((sum, one) => sum + at.during(one), 0) / 15),
    rate(p.tsdbHeadSamplesAppendedTotal, (at) => 480 + 10 * at.jitter),
    level(p.tsdbHeadSeries, (at) => Math.round(7400 + 250 * at.drift)),
    level(p.tsdbStorageBlocksBytes, (at) => 9e6 - (4e6 * at.ago) / 86_400),
  ],
})
