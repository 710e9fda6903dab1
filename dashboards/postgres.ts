import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { postgresMetrics as m } from '../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg } from '../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../stack/options/postgres.ts'
import { falling, health, noneAllowed, ratio, rising } from './look.ts'
import { cache, queries } from './postgres/queries.ts'
import { connectionRatio, databases, of, rateOf, templates } from './postgres/selectors.ts'
import { connections, transactions } from './postgres/sessions.ts'
import { tables } from './postgres/tables.ts'
import { checkpoints, replication } from './postgres/wal.ts'
import { instancesOf, valuesOf } from './variables.ts'

/** Connections, transactions, queries, cache, WAL, replication and tables of PostgreSQL. */
export function postgresDashboard(o: PostgresOptions): DashboardSpec {
  return dashboard('postgres', {
    title: 'PostgreSQL',
    description: 'The database: who is connected, what they do, how it is cached, written and replicated.',
    variables: [
      instancesOf(m.up),
      valuesOf('database', 'Database', promql`${m.statDatabaseXactCommit}{datname!~"${templates}"}`, 'datname'),
      valuesOf('table', 'Table', dpg.tableSizeBytes),
    ],
    rows: [status(o), connections(o), transactions(o), queries(o), cache(o), tables(o), checkpoints(), replication(o)],
  })
}

function status(o: PostgresOptions) {
  const small = { width: 3 } as const
  return row('Status', [
    panel(
      'stat',
      {
        title: 'PostgreSQL',
        description: 'Red as well when the exporter cannot be reached.',
        ...health,
        ...small,
        colorMode: 'background',
      },
      [target(promql`min(${m.up}${of}) or vector(0)`)],
    ),
    panel(
      'gauge',
      {
        title: 'Connections',
        description: 'Share of max_connections that is in use, on the fullest server.',
        ...ratio,
        ...small,
        thresholds: rising(o.connectionsWarning, o.connectionsCritical),
      },
      [target(promql`max(${connectionRatio})`)],
    ),
    panel(
      'gauge',
      {
        title: 'Cache hits',
        description: 'Share of the block reads of the last five minutes that the shared buffers served.',
        ...ratio,
        ...small,
        thresholds: falling(o.cacheHitMinimum),
        noValue: 'idle',
      },
      [
        target(
          promql`
          sum(rate(${m.statDatabaseBlksHit}${databases}[5m]))
            / (sum(rate(${m.statDatabaseBlksHit}${databases}[5m])) + sum(rate(${m.statDatabaseBlksRead}${databases}[5m])) > 0)`,
        ),
      ],
    ),
    panel('stat', { title: 'Transactions', unit: 'ops', ...small, sparkline: true }, [
      target(promql`sum(${rateOf(m.statDatabaseXactCommit)}) + sum(${rateOf(m.statDatabaseXactRollback)})`),
    ]),
    panel(
      'stat',
      {
        title: 'Oldest transaction',
        description: 'Age of the oldest transaction that is open.',
        unit: 's',
        ...small,
        thresholds: rising(o.longQuerySeconds),
      },
      [target(promql`max(${m.statActivityMaxTxDuration}{instance=~"$instance",datname=~"$database",state!="idle"})`)],
    ),
    panel(
      'stat',
      { title: 'Size', description: 'Of the selected databases on disk.', unit: 'bytes', ...small, sparkline: true },
      [target(promql`sum(max by (instance, datname) (${m.databaseSizeBytes}${databases}))`)],
    ),
    panel(
      'stat',
      {
        title: 'Deadlocks',
        description: 'Within the time range.',
        unit: 'short',
        decimals: 0,
        ...small,
        thresholds: noneAllowed,
      },
      [target(promql`sum(increase(${m.statDatabaseDeadlocks}${databases}[$__range]))`)],
    ),
    panel('stat', { title: 'Replicas', description: 'That stream now.', unit: 'short', decimals: 0, ...small }, [
      target(promql`sum(${dpg.replicationStatus}) or vector(0)`),
    ]),
  ])
}
