import { absent, type HistorySpec, level, rate } from '#belfry'
import { incidents } from '../incidents.ts'
import { postgresMetrics as m } from './metrics.ts'

const { databaseOutage, slowQueries } = incidents

/** A day of the demo's PostgreSQL: it follows the day, is down once, and slow once. */
export const postgresHistory = (): HistorySpec => ({
  incidents: [databaseOutage, slowQueries],
  curves: [
    level(m.up, (at) => (at.during(databaseOutage) > 0 ? 0 : 1)),
    absent(
      Object.values(m).filter(({ name }) => name.startsWith('pg_') && name !== m.up.name),
      databaseOutage,
    ),
    level(m.statActivityCount, (at, { labels, live }) => {
      const busy =
        labels.state === 'active' ? 3 * at.load + 9 * at.during(slowQueries) : labels.state === 'idle' ? 5 * at.load : 0
      const waiting = labels.state === 'idle in transaction' ? 6 * at.during(slowQueries) : 0
      return isOurs(labels.datname) ? Math.max(0, Math.round(live + busy + waiting + at.drift)) : live
    }),
    level(m.statActivityMaxTxDuration, (at, { labels, live }) =>
      labels.state === 'active' && isOurs(labels.datname)
        ? Math.max(0, 0.2 + 0.2 * at.drift) + 240 * at.during(slowQueries)
        : live,
    ),
    level(m.locksCount, (at, { labels, live }) =>
      isOurs(labels.datname) && /^(?:access|row)share/.test(labels.mode ?? '')
        ? Math.max(0, Math.round(live + 4 * at.load + 3 * at.drift + 20 * at.during(slowQueries)))
        : live,
    ),
    level(m.statDatabaseNumbackends, (at, { labels, live }) =>
      isOurs(labels.datname)
        ? Math.max(1, Math.round(live + 5 * at.load + at.drift + 12 * at.during(slowQueries)))
        : live,
    ),
    level(m.databaseSizeBytes, (at, { labels, live }) =>
      isOurs(labels.datname) ? live * (1 - (0.06 * at.ago) / 86_400) : live,
    ),
    rate(m.statDatabaseXactCommit, (at, { labels }) => size(labels.datname) * (22 * at.load + 3 * at.jitter)),
    rate(m.statDatabaseXactRollback, (at, { labels }) => size(labels.datname) * (0.05 + 0.6 * at.during(slowQueries))),
    rate(m.statDatabaseBlksHit, (at, { labels }) => size(labels.datname) * 3100 * at.load * (1 + 0.1 * at.jitter)),
    rate(
      m.statDatabaseBlksRead,
      (at, { labels }) => size(labels.datname) * (12 * at.load + 5 * at.jitter + 700 * at.during(slowQueries)),
    ),
    rate(
      m.statDatabaseTupReturned,
      (at, { labels }) => size(labels.datname) * (5200 * at.load + 60_000 * at.during(slowQueries)),
    ),
    rate(m.statDatabaseTupFetched, (at, { labels }) => size(labels.datname) * 1900 * at.load * (1 + 0.1 * at.jitter)),
    rate(m.statDatabaseTupInserted, (at, { labels }) => size(labels.datname) * 9 * at.load),
    rate(m.statDatabaseTupUpdated, (at, { labels }) => size(labels.datname) * 6 * at.load * (1 + 0.3 * at.jitter)),
    rate(m.statDatabaseTupDeleted, (at, { labels }) => size(labels.datname) * 2 * at.load),
    rate(m.statDatabaseTempBytes, (at, { labels }) => size(labels.datname) * 2e6 * at.during(slowQueries)),
    rate(
      m.statDatabaseBlkReadTime,
      (at, { labels }) => size(labels.datname) * (1.5 * at.load + 400 * at.during(slowQueries)),
    ),
    rate(m.statDatabaseBlkWriteTime, (at, { labels }) => size(labels.datname) * 0.4 * at.load),
    rate(m.statDatabaseConflicts, () => 0),
    rate(m.statDatabaseDeadlocks, (at, { labels }) => size(labels.datname) * 0.004 * at.during(slowQueries)),
  ],
})

const isOurs = (database = ''): boolean =>
  database !== '' && database !== 'postgres' && !database.startsWith('template')
/** How much of the work is done in a database. */
const size = (database = ''): number => (isOurs(database) ? 1 : database === 'postgres' ? 0.02 : 0)
