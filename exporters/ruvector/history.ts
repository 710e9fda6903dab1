import { type HistorySpec, level, observed, rate } from '#belfry'
import { incidents } from '../incidents.ts'
import { dpgMetrics as d, pgQueryMetrics as q, ruvectorMetrics as r } from './metrics.ts'

const { cachePressure, databaseOutage, slowQueries } = incidents

/** A day of the vector search. */
export const ruvectorHistory = (): HistorySpec => ({
  incidents: [],
  curves: [
    level([r.indexSizeBytes, r.vectorCount], (at, { live }) => Math.round(live * (1 - (0.04 * at.ago) / 86_400))),
    observed(r.searchLatencySeconds, {
      perSecond: (at) => 3 * at.load,
      typical: (at) => 0.006 + 0.002 * at.drift + 0.4 * at.during(slowQueries),
    }),
    rate(r.indexOperationsTotal, (at, { labels }) => (labels.operation === 'error' ? 0 : 0.8 * at.load)),
    rate(r.indexScansTotal, (at) => 3 * at.load * (1 + 0.2 * at.jitter)),
    rate(r.indexTuplesReadTotal, (at) => 34 * at.load * (1 + 0.2 * at.jitter)),
    rate(r.indexTuplesFetchedTotal, (at) => 31 * at.load * (1 + 0.2 * at.jitter)),
    level(q.ruvectorTableLiveTuples, (at, { live }) => Math.round(live * (1 - (0.04 * at.ago) / 86_400))),
    level(q.ruvectorTableDeadTuples, (at, { live }) => Math.max(0, Math.round(live * (1 + 0.4 * at.drift)))),
    rate(q.tableCacheHits, (at) => 260 * at.load),
    rate(q.tableCacheReads, (at) => 1 * at.load + 60 * at.during(slowQueries)),
    level(q.tableCacheHitRatio, (at, { live }) => live * (1 - 0.25 * at.during(slowQueries))),
  ],
})

/** A day of the application around it. */
export const applicationHistory = (): HistorySpec => ({
  incidents: [],
  curves: [
    observed(d.queryDurationSeconds, {
      perSecond: (at, { labels }) =>
        (labels.query_type === 'search' ? 6 : 3) * at.load * (1 - at.during(databaseOutage)),
      typical: (at) => 0.009 + 0.003 * at.drift + 0.35 * at.during(slowQueries),
    }),
    rate(d.queryErrorsTotal, (at) => 0.002 * at.load + 2 * at.during(databaseOutage)),
    level(d.dbConnectionsActive, (at, { live }) => Math.round(live + 3 * at.load + 9 * at.during(slowQueries))),
    level(d.dbConnectionsIdle, (at, { live }) => Math.round(live + 5 * at.load)),
    level(d.dbConnectionsWaiting, (at, { live }) => Math.round(live + 7 * at.during(slowQueries))),
    level(d.cacheHitRatio, (at, { live }) => live * (1 - 0.2 * at.during(slowQueries) + 0.002 * at.drift)),
    level(d.tableSizeBytes, (at, { live }) => live * (1 - (0.04 * at.ago) / 86_400)),
    level(d.tableRows, (at, { live }) => Math.round(live * (1 - (0.04 * at.ago) / 86_400))),
    level(d.tableBloatRatio, (at, { live }) => Math.max(0, live * (1 + 0.15 * at.drift))),
    level(
      d.redisMemoryUsedBytes,
      (at, { live }) => live * (1 + 0.1 * at.drift) + 46 * 2 ** 20 * at.during(cachePressure),
    ),
    level(d.redisKeysTotal, (at, { live }) => Math.round(live * (1 + 0.15 * at.drift))),
  ],
})
