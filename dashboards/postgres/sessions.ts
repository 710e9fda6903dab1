import { panel, promql, row, target } from '#belfry'
import { postgresMetrics as m } from '../../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg } from '../../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../../stack/options/postgres.ts'
import { limitLine, limits, numbers, numbersBeside, ratio, red } from '../look.ts'
import { connectionRatio, databases, of, rateOf } from './selectors.ts'

/** Who is connected, and how much room is left. */
export function connections(o: PostgresOptions) {
  return row('Connection pool', [
    panel(
      'timeseries',
      {
        title: 'Sessions by state',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbersBeside,
        overrides: [limitLine('limit')],
      },
      [
        target(
          promql`sum by (state) (${m.statActivityCount}{instance=~"$instance",datname=~"$database",state!~"disabled|fastpath function call"})`,
          '{{state}}',
        ),
        target(promql`sum(max by (instance) (${m.settingsMaxConnections}${of}))`, 'limit'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Connections in use',
        description: 'Of max_connections; the lines are the thresholds of the alerts.',
        ...ratio,
        legend: numbers,
        thresholds: limits(o.connectionsWarning, o.connectionsCritical),
        thresholdStyle: 'dashed',
      },
      [target(connectionRatio, '{{instance}}')],
    ),
    panel('timeseries', { title: 'Sessions by database', unit: 'short', min: 0, legend: numbersBeside }, [
      target(promql`sum by (datname) (${m.statDatabaseNumbackends}${databases})`, '{{datname}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Application sessions',
        description:
          'Of the database of the application; waiting ones sit idle in an open transaction and hold its locks.',
        unit: 'short',
        min: 0,
        legend: numbers,
        overrides: [red('waiting')],
      },
      [
        target(promql`sum(${dpg.dbConnectionsActive})`, 'active'),
        target(promql`sum(${dpg.dbConnectionsIdle})`, 'idle'),
        target(promql`sum(${dpg.dbConnectionsWaiting})`, 'waiting'),
      ],
    ),
  ])
}

/** What the sessions do. */
export function transactions(o: PostgresOptions) {
  return row('Transactions and rows', [
    panel(
      'timeseries',
      {
        title: 'Commits by database',
        unit: 'ops',
        min: 0,
        legend: numbers,
        thresholds: limits(o.transactionRate),
        thresholdStyle: 'dashed',
        width: 8,
      },
      [target(promql`sum by (datname) (${rateOf(m.statDatabaseXactCommit)})`, '{{datname}}')],
    ),
    panel('timeseries', { title: 'Rollbacks by database', unit: 'ops', min: 0, legend: numbers, width: 8 }, [
      target(promql`sum by (datname) (${rateOf(m.statDatabaseXactRollback)})`, '{{datname}}'),
    ]),
    panel(
      'timeseries',
      {
        title: 'Deadlocks and conflicts',
        description: 'New ones at each point.',
        unit: 'short',
        decimals: 0,
        min: 0,
        draw: 'bars',
        legend: { ...numbers, calculations: ['max', 'lastNotNull'] },
        overrides: [red('deadlocks')],
        width: 8,
      },
      [
        target(promql`sum(increase(${m.statDatabaseDeadlocks}${databases}[$__rate_interval]))`, 'deadlocks'),
        target(promql`sum(increase(${m.statDatabaseConflicts}${databases}[$__rate_interval]))`, 'conflicts'),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Rows written', unit: 'wps', min: 0, draw: 'area', stack: 'normal', legend: numbers },
      [
        target(promql`sum(${rateOf(m.statDatabaseTupInserted)})`, 'inserted'),
        target(promql`sum(${rateOf(m.statDatabaseTupUpdated)})`, 'updated'),
        target(promql`sum(${rateOf(m.statDatabaseTupDeleted)})`, 'deleted'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Rows read',
        description:
          'Rows that scans returned, and those of them that an index found. A wide gap means sequential scans.',
        unit: 'rps',
        min: 0,
        legend: numbers,
      },
      [
        target(promql`sum(${rateOf(m.statDatabaseTupReturned)})`, 'returned'),
        target(promql`sum(${rateOf(m.statDatabaseTupFetched)})`, 'fetched by index'),
      ],
    ),
  ])
}
