import { alert, promql, record, rules } from '#belfry'
import { nodeMetrics as node } from '../exporters/node/metrics.ts'
import { postgresMetrics as pg } from '../exporters/postgres/metrics.ts'
import { dpgMetrics as dpg, pgQueryMetrics as query } from '../exporters/ruvector/metrics.ts'
import type { PostgresOptions } from '../stack/options/postgres.ts'

const database = { category: 'database' } as const
const performance = { category: 'performance' } as const

/** Databases that people use; the others have no traffic worth a rule. */
const userDatabases = 'datname!="",datname!~"template.*"'

export default rules((o: PostgresOptions) => [
  record('instance:pg_connections:count', { expr: promql`sum by (job, instance) (${pg.statActivityCount})` }),
  record('instance_datname:pg_block_reads:rate5m', {
    // Only pairs are added and divided: what one side leaves out is left out.
    expr: promql`
      sum by (job, instance, datname) (rate(${pg.statDatabaseBlksHit}{${userDatabases}}[5m]))
      + sum by (job, instance, datname) (rate(${pg.statDatabaseBlksRead}[5m]))
    `,
  }),
  record('instance_datname:pg_cache_hit:ratio_rate5m', {
    expr: promql`
      sum by (job, instance, datname) (rate(${pg.statDatabaseBlksHit}[5m]))
      / (instance_datname:pg_block_reads:rate5m > 0)
    `,
  }),

  alert('PostgreSQLDown', {
    expr: promql`${pg.up} == 0`,
    for: o.downFor,
    severity: 'critical',
    labels: database,
    summary: 'PostgreSQL behind {{ $labels.instance }} is down',
    description: 'The exporter {{ $labels.instance }} cannot connect to PostgreSQL.',
  }),
  alert('PostgreSQLTooManyConnections', {
    expr: promql`
      instance:pg_connections:count / max by (job, instance) (${pg.settingsMaxConnections}) > ${o.connectionsWarning}
    `,
    for: '5m',
    severity: 'warning',
    labels: { ...database, subject: 'connections' },
    summary: 'PostgreSQL on {{ $labels.instance }} has many connections',
    description: '{{ $value | humanizePercentage }} of max_connections are in use.',
    allow: { 'alert-budget': 'Pools open connections in bursts after a deployment and close them within minutes.' },
  }),
  alert('PostgreSQLConnectionPoolExhausted', {
    expr: promql`
      instance:pg_connections:count
      / (
        max by (job, instance) (${pg.settingsMaxConnections})
        - max by (job, instance) (${pg.settingsSuperuserReservedConnections})
      ) > ${o.connectionsCritical}
    `,
    for: '2m',
    severity: 'critical',
    labels: { ...database, subject: 'connections' },
    summary: 'PostgreSQL on {{ $labels.instance }} is running out of connections',
    description: '{{ $value | humanizePercentage }} of the connections that ordinary users may open are in use.',
    allow: {
      'alert-budget': 'Some slots are still free; a burst that pools give back within two minutes harms nobody.',
    },
  }),
  alert('PostgreSQLLowCacheHitRatio', {
    expr: promql`
      instance_datname:pg_cache_hit:ratio_rate5m < ${o.cacheHitMinimum}
      and instance_datname:pg_block_reads:rate5m > ${o.cacheMinimumReads}
    `,
    for: '15m',
    severity: 'warning',
    labels: performance,
    summary: 'Database {{ $labels.datname }} on {{ $labels.instance }} misses its cache',
    description:
      'The shared buffers served {{ $value | humanizePercentage }} of the block reads of the last 5 minutes.',
    allow: {
      'alert-budget': 'After a restart or a large report the cache has to be filled again, which takes minutes.',
    },
  }),
  alert('PostgreSQLHighTransactionRate', {
    expr: promql`
      sum by (job, instance, datname) (rate(${pg.statDatabaseXactCommit}{${userDatabases}}[5m])) > ${o.transactionRate}
    `,
    for: '10m',
    severity: 'warning',
    labels: performance,
    summary: 'Database {{ $labels.datname }} on {{ $labels.instance }} commits unusually often',
    description: '{{ $value | humanize }} commits per second.',
    allow: { 'alert-budget': 'Many transactions are no fault; only a rate that stays says something about size.' },
  }),
  alert('PostgreSQLReplicationLag', {
    expr: promql`${dpg.replicationLagSeconds} > ${o.replicationLagWarning}`,
    for: '5m',
    severity: 'warning',
    labels: { ...database, subject: 'replica {{ $labels.replica }}' },
    summary: 'Replica {{ $labels.replica }} is behind',
    description: 'Replica {{ $labels.replica }} is {{ $value | humanizeDuration }} behind its primary.',
    allow: { 'alert-budget': 'A bulk load puts a replica behind for minutes, and it catches up by itself.' },
  }),
  alert('PostgreSQLReplicationLagCritical', {
    expr: promql`${dpg.replicationLagSeconds} > ${o.replicationLagCritical}`,
    for: '2m',
    severity: 'critical',
    labels: { ...database, subject: 'replica {{ $labels.replica }}' },
    summary: 'Replica {{ $labels.replica }} is far behind',
    description: 'Replica {{ $labels.replica }} is {{ $value | humanizeDuration }} behind its primary.',
    allow: {
      'alert-budget':
        'The replica is five minutes behind by then; two more tell a standstill from one long transaction.',
    },
  }),
  alert('PostgreSQLReplicationBroken', {
    expr: promql`${dpg.replicationStatus} == 0`,
    for: '1m',
    severity: 'critical',
    labels: { ...database, subject: 'replica {{ $labels.replica }}' },
    summary: 'Replica {{ $labels.replica }} does not stream',
    description: 'Replica {{ $labels.replica }} is not connected to its primary, or does not stream from it.',
    allow: {
      'alert-budget': 'A replica that restarts connects again within a minute, and writes go on meanwhile.',
      'query-idle': 'A replica that is expected and gone is exposed as 0; one that nobody expects may go.',
    },
  }),
  alert('PostgreSQLDeadTuplesHigh', {
    // Exporters before 0.12 have no table statistics; then the vector tables stand in, by way of Belfry's exporter.
    expr: promql`
      (
        label_replace(
          ${pg.statUserTablesNDeadTup}
          / (${pg.statUserTablesNLiveTup} + ${pg.statUserTablesNDeadTup} > ${o.deadTuplesMinimumRows}),
          "tablename", "$1", "relname", "(.+)"
        )
        or
        ${query.ruvectorTableDeadTuples}
        / (${query.ruvectorTableLiveTuples} + ${query.ruvectorTableDeadTuples} > ${o.deadTuplesMinimumRows})
        unless on () ${pg.statUserTablesNDeadTup}
      ) > ${o.deadTuples}
    `,
    for: '30m',
    severity: 'warning',
    labels: database,
    summary: 'Table {{ $labels.schemaname }}.{{ $labels.tablename }} has many dead rows',
    description:
      '{{ $value | humanizePercentage }} of the rows of {{ $labels.schemaname }}.{{ $labels.tablename }} are dead: vacuum does not keep up.',
    allow: { 'alert-budget': 'Autovacuum is meant to come round; only what it leaves for half an hour is a fault.' },
  }),
  alert('PostgreSQLTableBloatHigh', {
    expr: promql`${dpg.tableBloatRatio} > ${o.tableBloat}`,
    for: '1h',
    severity: 'warning',
    labels: database,
    summary: 'Table {{ $labels.schema }}.{{ $labels.table }} is bloated',
    description:
      'An estimated {{ $value | humanizePercentage }} of {{ $labels.schema }}.{{ $labels.table }} holds no rows.',
    allow: { 'alert-budget': 'Bloat grows over days and is used again; nothing about it is a matter of an hour.' },
  }),
  alert('PostgreSQLLongRunningQueries', {
    expr: promql`${query.longRunningMaxDurationSeconds} > ${o.longQuerySeconds}`,
    for: '5m',
    severity: 'warning',
    labels: performance,
    summary: 'A query of {{ $labels.usename }} in {{ $labels.datname }} runs very long',
    description:
      'The oldest session of {{ $labels.usename }} in state "{{ $labels.state }}" has run for {{ $value | humanizeDuration }}.',
    allow: {
      'alert-budget': 'Reports and index builds take minutes; a query that is still there after ten is worth a look.',
    },
  }),
  alert('PostgreSQLCheckpointFrequencyHigh', {
    expr: promql`
      increase(${query.checkpointsRequested}[30m]) > ${o.checkpointRatio} * increase(${query.checkpointsTimed}[30m])
      and increase(${query.checkpointsRequested}[30m]) > ${o.checkpointMinimum}
    `,
    for: '15m',
    severity: 'warning',
    labels: performance,
    summary: 'PostgreSQL is forced into checkpoints',
    description: '{{ $value | printf "%.0f" }} checkpoints were requested in half an hour: the WAL fills max_wal_size.',
    allow: { 'alert-budget': 'Checkpoints come every few minutes, so only half an hour shows their usual rhythm.' },
  }),
  alert('PostgreSQLTempFilesHigh', {
    expr: promql`
      sum by (job, instance, datname) (rate(${pg.statDatabaseTempBytes}{${userDatabases}}[5m])) > ${o.tempBytesRate}
    `,
    for: '10m',
    severity: 'warning',
    labels: performance,
    summary: 'Queries in {{ $labels.datname }} on {{ $labels.instance }} spill to disk',
    description: 'Queries write {{ $value | humanize1024 }}B of temporary files per second.',
    allow: {
      'alert-budget': 'One large sort writes temporary files and is over; queries that go on doing so lack memory.',
    },
  }),
  alert('PostgreSQLDiskSpaceLow', {
    expr: promql`
      ${node.filesystemAvailBytes}{mountpoint="${o.dataMountpoint}",instance=~"${o.dataInstance}"}
      / ${node.filesystemSizeBytes} < ${o.diskWarning}
    `,
    for: '5m',
    severity: 'warning',
    labels: { ...database, subject: 'PostgreSQL data on {{ $labels.mountpoint }}' },
    summary: 'The disk of PostgreSQL on {{ $labels.instance }} fills up',
    description: '{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) is free.',
    allow: {
      'alert-budget':
        'A fifth of the disk takes hours to fill; sorts and backups put temporary files there for minutes.',
    },
  }),
  alert('PostgreSQLDiskSpaceCritical', {
    expr: promql`
      ${node.filesystemAvailBytes}{mountpoint="${o.dataMountpoint}",instance=~"${o.dataInstance}"}
      / ${node.filesystemSizeBytes} < ${o.diskCritical}
    `,
    for: '2m',
    severity: 'critical',
    labels: { ...database, subject: 'PostgreSQL data on {{ $labels.mountpoint }}' },
    summary: 'The disk of PostgreSQL on {{ $labels.instance }} is almost full',
    description: '{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }}) is free.',
    allow: { 'alert-budget': 'Temporary files of a sort come and go within two minutes.' },
  }),
  alert('PostgreSQLDeadlocks', {
    expr: promql`
      sum by (job, instance, datname) (increase(${pg.statDatabaseDeadlocks}{${userDatabases}}[5m])) > 0
    `,
    for: '1m',
    severity: 'warning',
    labels: database,
    summary: 'Transactions in {{ $labels.datname }} on {{ $labels.instance }} deadlock',
    description: 'Deadlocks in the last 5 minutes: {{ $value | printf "%.0f" }}. Each one cost a transaction.',
  }),
])
