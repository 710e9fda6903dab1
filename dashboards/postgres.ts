import { type DashboardSpec, dashboard, panel, promql, row, target } from '#belfry'
import { postgresMetrics as m } from '../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg, pgQueryMetrics as query } from '../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../stack/options/postgres.ts'
import {
  falling,
  floor,
  health,
  limitLine,
  limits,
  noneAllowed,
  numbers,
  numbersBeside,
  ratio,
  red,
  rising,
} from './look.ts'
import { instancesOf, valuesOf } from './variables.ts'

const of = '{instance=~"$instance"}'
const databases = '{instance=~"$instance",datname=~"$database",datname!=""}'
const rateOf = (family: typeof m.statDatabaseBlksHit) => promql`rate(${family}${databases}[$__rate_interval])`

const sessions = promql`sum by (instance) (${m.statActivityCount}${of})`
const connectionRatio = promql`${sessions} / max by (instance) (${m.settingsMaxConnections}${of})`
const hits = promql`sum by (instance, datname) (${rateOf(m.statDatabaseBlksHit)})`
const reads = promql`sum by (instance, datname) (${rateOf(m.statDatabaseBlksRead)})`

/** Connections, transactions, queries, cache, WAL, replication and tables of PostgreSQL. */
export function postgresDashboard(o: PostgresOptions): DashboardSpec {
  return dashboard('postgres', {
    title: 'PostgreSQL',
    description: 'The database: who is connected, what they do, how it is cached, written and replicated.',
    variables: [
      instancesOf(m.up),
      valuesOf('database', 'Database', m.statDatabaseXactCommit, 'datname'),
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
        title: 'Connections in use',
        description: 'Of max_connections, on the fullest server.',
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
        description: 'Share of the block reads of the last five minutes that needed no disk.',
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
    panel(
      'stat',
      {
        title: 'Replication lag',
        description: 'Of the replica that is furthest behind.',
        unit: 's',
        ...small,
        thresholds: rising(o.replicationLagWarning, o.replicationLagCritical),
        noValue: 'no replica',
      },
      [target(promql`max(${dpg.replicationLagSeconds})`)],
    ),
  ])
}

function connections(o: PostgresOptions) {
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
        description: 'As the application sees them; waiting ones sit idle in an open transaction and hold its locks.',
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

function transactions(o: PostgresOptions) {
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
        unit: 'ops',
        min: 0,
        draw: 'bars',
        legend: numbers,
        overrides: [red('deadlocks')],
        width: 8,
      },
      [
        target(promql`sum(${rateOf(m.statDatabaseDeadlocks)})`, 'deadlocks'),
        target(promql`sum(${rateOf(m.statDatabaseConflicts)})`, 'conflicts'),
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

function queries(o: PostgresOptions) {
  const quantile = (q: number) =>
    target(
      promql`histogram_quantile(${q}, sum by (le) (rate(${dpg.queryDurationSeconds.bucket}[$__rate_interval])))`,
      `p${q * 100}`,
    )
  return row('Query performance', [
    panel(
      'timeseries',
      {
        title: 'Probe queries',
        description: 'Time of the scheduled queries that stand for those of the application.',
        unit: 's',
        min: 0,
        legend: numbers,
      },
      [quantile(0.5), quantile(0.95), quantile(0.99)],
    ),
    panel(
      'timeseries',
      {
        title: 'Oldest transaction by state',
        description: 'The line is the threshold of the alert.',
        unit: 's',
        min: 0,
        legend: numbersBeside,
        thresholds: limits(o.longQuerySeconds),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`max by (state) (${m.statActivityMaxTxDuration}{instance=~"$instance",datname=~"$database",state!~"disabled|fastpath function call"})`,
          '{{state}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Locks',
        description: 'Held, by mode; modes that nobody holds are left out.',
        unit: 'short',
        min: 0,
        draw: 'area',
        stack: 'normal',
        legend: numbersBeside,
      },
      [target(promql`sum by (mode) (${m.locksCount}{instance=~"$instance",datname=~"$database"}) > 0`, '{{mode}}')],
    ),
    panel(
      'timeseries',
      {
        title: 'Waiting for disk',
        description:
          'Sessions that wait for block reads and writes at a time, on average; 0 unless track_io_timing is on.',
        unit: 'none',
        decimals: 2,
        min: 0,
        legend: numbers,
      },
      [
        target(promql`sum(${rateOf(m.statDatabaseBlkReadTime)}) / 1000`, 'reading'),
        target(promql`sum(${rateOf(m.statDatabaseBlkWriteTime)}) / 1000`, 'writing'),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Temporary files',
        description: 'What sorts and hashes that exceed work_mem write to disk.',
        unit: 'Bps',
        min: 0,
        legend: numbers,
        thresholds: limits(o.tempBytesRate),
        thresholdStyle: 'dashed',
        width: 24,
        height: 6,
      },
      [target(promql`sum by (datname) (${rateOf(m.statDatabaseTempBytes)})`, '{{datname}}')],
    ),
  ])
}

function cache(o: PostgresOptions) {
  return row('Cache', [
    panel(
      'timeseries',
      {
        title: 'Cache hits by database',
        description: 'Share of the block reads that the shared buffers served; a gap is a time without reads.',
        ...ratio,
        legend: numbers,
        thresholds: floor(o.cacheHitMinimum),
        thresholdStyle: 'dashed',
      },
      [target(promql`${hits} / (${hits} + ${reads} > 0)`, '{{instance}} {{datname}}')],
    ),
    panel('timeseries', { title: 'Block reads', unit: 'ops', min: 0, legend: numbers, overrides: [red('from disk')] }, [
      target(promql`sum(${hits})`, 'from the shared buffers'),
      target(promql`sum(${reads})`, 'from disk'),
    ]),
    panel(
      'bargauge',
      {
        title: 'Coldest tables',
        description: 'The lowest hit ratio since the statistics were reset.',
        ...ratio,
        thresholds: falling(o.cacheHitMinimum),
        width: 16,
      },
      [
        target(
          promql`bottomk(8, max by (schemaname, tablename) (${query.tableCacheHitRatio}{tablename=~"$table"}))`,
          '{{schemaname}}.{{tablename}}',
        ),
      ],
    ),
    panel(
      'stat',
      { title: 'Shared buffers', description: 'The cache of the smallest server.', unit: 'bytes', height: 8 },
      [target(promql`min(${m.settingsSharedBuffersBytes}${of})`)],
    ),
    panel(
      'stat',
      {
        title: 'Lifetime hit ratio',
        description: 'Since the statistics were reset.',
        ...ratio,
        decimals: 1,
        thresholds: falling(o.cacheHitMinimum),
        height: 8,
      },
      [target(promql`min(${dpg.cacheHitRatio})`)],
    ),
  ])
}

function tables(o: PostgresOptions) {
  return row('Tables', [
    panel(
      'table',
      {
        title: 'Largest tables',
        description: 'Size counts indexes and TOAST; the bloat is estimated from the statistics.',
        unit: 'bytes',
        width: 24,
        transformations: [
          { id: 'merge', options: {} },
          {
            id: 'organize',
            options: {
              excludeByName: { Time: true },
              indexByName: { schema: 0, table: 1, 'Value #A': 2, 'Value #B': 3, 'Value #C': 4 },
              renameByName: {
                schema: 'Schema',
                table: 'Table',
                'Value #A': 'Size',
                'Value #B': 'Rows',
                'Value #C': 'Bloat',
              },
            },
          },
          { id: 'sortBy', options: { fields: {}, sort: [{ field: 'Size', desc: true }] } },
        ],
        overrides: [
          { match: 'Rows', properties: { unit: 'short' } },
          {
            match: 'Bloat',
            properties: {
              unit: 'percentunit',
              min: 0,
              max: 1,
              'custom.cellOptions': { type: 'gauge', mode: 'basic' },
              thresholds: { mode: 'absolute', steps: rising(o.tableBloat) },
              color: { mode: 'thresholds' },
            },
          },
        ],
      },
      [
        target(promql`topk(20, max by (schema, table) (${dpg.tableSizeBytes}{table=~"$table"}))`, { format: 'table' }),
        target(promql`max by (schema, table) (${dpg.tableRows}{table=~"$table"})`, { format: 'table' }),
        target(promql`max by (schema, table) (${dpg.tableBloatRatio}{table=~"$table"})`, { format: 'table' }),
      ],
    ),
    panel(
      'timeseries',
      {
        title: 'Dead rows',
        description:
          'The highest shares of rows that vacuum has yet to remove. Exporters before 0.12 have no table statistics: then only vector tables are shown.',
        ...ratio,
        legend: numbersBeside,
        thresholds: limits(o.deadTuples),
        thresholdStyle: 'dashed',
      },
      [
        target(
          promql`
            topk(10,
              max by (schemaname, relname) (
                ${m.statUserTablesNDeadTup}{instance=~"$instance",relname=~"$table"}
                  / (${m.statUserTablesNLiveTup}{instance=~"$instance",relname=~"$table"} + ${m.statUserTablesNDeadTup}{instance=~"$instance",relname=~"$table"} > 0)
              )
              or
              max by (schemaname, relname) (
                label_replace(
                  ${query.ruvectorTableDeadTuples}{tablename=~"$table"}
                    / (${query.ruvectorTableLiveTuples}{tablename=~"$table"} + ${query.ruvectorTableDeadTuples}{tablename=~"$table"} > 0),
                  "relname", "$1", "tablename", "(.+)"
                )
              )
            )`,
          '{{schemaname}}.{{relname}}',
        ),
      ],
    ),
    panel(
      'timeseries',
      { title: 'Table growth', description: 'The largest tables.', unit: 'bytes', min: 0, legend: numbersBeside },
      [
        target(
          promql`topk(10, max by (schema, table) (${dpg.tableSizeBytes}{table=~"$table"}))`,
          '{{schema}}.{{table}}',
        ),
      ],
    ),
  ])
}

function checkpoints() {
  return row(
    'Checkpoints',
    [
      panel(
        'timeseries',
        {
          title: 'Checkpoints',
          description: 'Requested ones mean that the WAL fills max_wal_size before the timer is due.',
          unit: 'short',
          min: 0,
          draw: 'bars',
          stack: 'normal',
          legend: numbers,
          width: 8,
        },
        [
          target(promql`sum(increase(${query.checkpointsTimed}[$__rate_interval]))`, 'timed'),
          target(promql`sum(increase(${query.checkpointsRequested}[$__rate_interval]))`, 'requested'),
        ],
      ),
      panel(
        'timeseries',
        {
          title: 'Buffers written',
          description: 'By sessions themselves is the slow way.',
          unit: 'ops',
          min: 0,
          draw: 'area',
          stack: 'normal',
          legend: numbers,
          width: 8,
          overrides: [red('by sessions')],
        },
        [
          target(promql`sum(rate(${query.buffersCheckpoint}[$__rate_interval]))`, 'by checkpoints'),
          target(promql`sum(rate(${query.buffersClean}[$__rate_interval]))`, 'by the background writer'),
          target(promql`sum(rate(${query.buffersBackend}[$__rate_interval]))`, 'by sessions'),
        ],
      ),
      panel(
        'timeseries',
        { title: 'Time in checkpoints', description: 'Share of the time.', ...ratio, legend: numbers, width: 8 },
        [
          target(promql`sum(rate(${query.checkpointWriteTime}[$__rate_interval])) / 1000`, 'writing'),
          target(promql`sum(rate(${query.checkpointSyncTime}[$__rate_interval])) / 1000`, 'synchronizing'),
        ],
      ),
    ],
    { collapsed: true },
  )
}

function replication(o: PostgresOptions) {
  return row(
    'Replication',
    [
      panel(
        'timeseries',
        {
          title: 'Lag by replica',
          description: 'Time until a replica has applied what the primary wrote.',
          unit: 's',
          min: 0,
          legend: numbers,
          thresholds: limits(o.replicationLagWarning, o.replicationLagCritical),
          thresholdStyle: 'dashed',
          noValue: 'no replica',
        },
        [target(promql`max by (replica) (${dpg.replicationLagSeconds})`, '{{replica}}')],
      ),
      panel('state-timeline', { title: 'Streaming', ...health, noValue: 'no replica', legend: { mode: 'hidden' } }, [
        target(promql`min by (replica) (${dpg.replicationStatus})`, '{{replica}}'),
      ]),
      panel(
        'timeseries',
        { title: 'WAL not yet applied', unit: 'bytes', min: 0, legend: numbers, noValue: 'no replica' },
        [
          target(
            promql`max by (application_name, client_addr) (${m.statReplicationPgWalLsnDiff}${of})`,
            '{{application_name}} {{client_addr}}',
          ),
        ],
      ),
      panel(
        'timeseries',
        {
          title: 'WAL held back by slots',
          description: 'A slot that nobody reads fills the disk.',
          unit: 'bytes',
          min: 0,
          legend: numbers,
          noValue: 'no slot',
        },
        [target(promql`max by (slot_name) (${m.replicationSlotsPgWalLsnDiff}${of})`, '{{slot_name}}')],
      ),
    ],
    { collapsed: true },
  )
}
