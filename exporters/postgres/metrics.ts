import { counter, defineMetrics, gauge } from '#belfry'
import { postgresTableMetrics } from './tables.ts'

/**
 * What postgres_exporter 0.11 and later expose and content may want. Labels are those of all versions together:
 * 0.11 puts `server` on every series, later versions only on some.
 */

const database = ['datid', 'datname', 'server'] as const
const server = ['server'] as const
const counted = (name: string, help: string) => counter(`pg_stat_database_${name}`, { help, labels: database })
const setting = (name: string, help: string) => gauge(`pg_settings_${name}`, { help, labels: server })
const background = (name: string, help: string) => counter(`pg_stat_bgwriter_${name}_total`, { help, labels: server })

const states = [
  'active',
  'idle',
  'idle in transaction',
  'idle in transaction (aborted)',
  'fastpath function call',
  'disabled',
] as const

const sessionLabels = [
  'datname',
  'state',
  'server',
  'usename',
  'application_name',
  'backend_type',
  'wait_event',
  'wait_event_type',
] as const

const streaming = ['application_name', 'client_addr', 'state', 'slot_name', 'server'] as const

export const postgresMetrics = defineMetrics('stock', {
  up: gauge('pg_up', { help: 'Whether the exporter could connect to PostgreSQL at its last scrape (1) or not (0).' }),
  static: gauge('pg_static', {
    help: 'Constant 1; its labels carry the version of the server.',
    labels: ['version', 'short_version', 'server'],
  }),
  databaseSizeBytes: gauge('pg_database_size_bytes', {
    help: 'Size of a database on disk, in bytes.',
    labels: ['datname', 'server'],
  }),

  statActivityCount: gauge('pg_stat_activity_count', {
    help: 'Sessions by database and state; 0 for a state that no session has.',
    labels: sessionLabels,
    values: { state: states },
  }),
  statActivityMaxTxDuration: gauge('pg_stat_activity_max_tx_duration', {
    help: 'Age of the oldest open transaction by database and state, in seconds.',
    labels: sessionLabels,
    values: { state: states },
    unit: 'seconds',
  }),
  locksCount: gauge('pg_locks_count', {
    help: 'Locks held by database and mode.',
    labels: ['datname', 'mode', 'server'],
    values: {
      mode: [
        'accesssharelock',
        'rowsharelock',
        'rowexclusivelock',
        'shareupdateexclusivelock',
        'sharelock',
        'sharerowexclusivelock',
        'exclusivelock',
        'accessexclusivelock',
        'sireadlock',
      ],
    },
  }),

  statDatabaseNumbackends: gauge('pg_stat_database_numbackends', {
    help: 'Sessions connected to a database.',
    labels: database,
  }),
  statDatabaseXactCommit: counted('xact_commit', 'Transactions committed.'),
  statDatabaseXactRollback: counted('xact_rollback', 'Transactions rolled back.'),
  statDatabaseBlksHit: counted('blks_hit', 'Blocks found in the shared buffers.'),
  statDatabaseBlksRead: counted('blks_read', 'Blocks read from the operating system.'),
  statDatabaseTupReturned: counted('tup_returned', 'Rows read by scans.'),
  statDatabaseTupFetched: counted('tup_fetched', 'Rows fetched by index scans.'),
  statDatabaseTupInserted: counted('tup_inserted', 'Rows inserted.'),
  statDatabaseTupUpdated: counted('tup_updated', 'Rows updated.'),
  statDatabaseTupDeleted: counted('tup_deleted', 'Rows deleted.'),
  statDatabaseDeadlocks: counted('deadlocks', 'Deadlocks that the server found and broke.'),
  statDatabaseConflicts: counted('conflicts', 'Queries cancelled because they conflicted with recovery.'),
  statDatabaseTempFiles: counted('temp_files', 'Temporary files that queries wrote.'),
  statDatabaseTempBytes: counter('pg_stat_database_temp_bytes', {
    help: 'Bytes that queries wrote to temporary files.',
    labels: database,
  }),
  statDatabaseBlkReadTime: counted('blk_read_time', 'Time spent reading blocks, in milliseconds; 0 unless timed.'),
  statDatabaseBlkWriteTime: counted('blk_write_time', 'Time spent writing blocks, in milliseconds; 0 unless timed.'),

  statBgwriterCheckpointsTimed: background('checkpoints_timed', 'Checkpoints that were due by time.'),
  statBgwriterCheckpointsReq: background('checkpoints_req', 'Checkpoints that were requested.'),
  statBgwriterCheckpointWriteTime: background(
    'checkpoint_write_time',
    'Time that checkpoints spent writing files, in milliseconds.',
  ),
  statBgwriterCheckpointSyncTime: background(
    'checkpoint_sync_time',
    'Time that checkpoints spent synchronizing files, in milliseconds.',
  ),
  statBgwriterBuffersCheckpoint: background('buffers_checkpoint', 'Buffers that checkpoints wrote.'),
  statBgwriterBuffersClean: background('buffers_clean', 'Buffers that the background writer wrote.'),
  statBgwriterBuffersBackend: background('buffers_backend', 'Buffers that sessions had to write themselves.'),
  statBgwriterBuffersAlloc: background('buffers_alloc', 'Buffers allocated.'),

  statReplicationPgWalLsnDiff: gauge('pg_stat_replication_pg_wal_lsn_diff', {
    help: 'WAL that a replica has not yet applied, in bytes.',
    labels: streaming,
    unit: 'bytes',
    vanishes: true,
  }),
  replicationSlotsActive: gauge('pg_replication_slots_active', {
    help: 'Whether a replication slot is in use (1) or not (0).',
    labels: ['slot_name', 'database', 'server'],
    vanishes: true,
  }),
  replicationSlotsPgWalLsnDiff: gauge('pg_replication_slots_pg_wal_lsn_diff', {
    help: 'WAL that a replication slot holds back, in bytes.',
    labels: ['slot_name', 'database', 'server'],
    unit: 'bytes',
    vanishes: true,
  }),
  statArchiverArchivedCount: counter('pg_stat_archiver_archived_count', {
    help: 'WAL files archived.',
    labels: server,
  }),
  statArchiverFailedCount: counter('pg_stat_archiver_failed_count', {
    help: 'Attempts to archive a WAL file that failed.',
    labels: server,
  }),

  settingsMaxConnections: setting('max_connections', 'Sessions that the server accepts at most.'),
  settingsSuperuserReservedConnections: setting(
    'superuser_reserved_connections',
    'Of these, sessions kept for superusers.',
  ),
  settingsSharedBuffersBytes: setting('shared_buffers_bytes', 'Size of the shared buffers, in bytes.'),
  settingsEffectiveCacheSizeBytes: setting('effective_cache_size_bytes', 'Cache that the planner counts on, in bytes.'),
  settingsMaxWalSizeBytes: setting('max_wal_size_bytes', 'WAL that triggers a checkpoint, in bytes.'),
  settingsCheckpointTimeoutSeconds: setting('checkpoint_timeout_seconds', 'Time between checkpoints, in seconds.'),
  settingsWorkMemBytes: setting('work_mem_bytes', 'Memory of one sort or hash before it spills, in bytes.'),
  settingsMaxWalSenders: setting('max_wal_senders', 'Replicas that may be connected at most.'),
  settingsAutovacuum: setting('autovacuum', 'Whether autovacuum is on (1) or off (0).'),

  exporterLastScrapeError: gauge('pg_exporter_last_scrape_error', {
    help: 'Whether the last scrape of the server had an error (1) or not (0).',
  }),
  exporterLastScrapeDurationSeconds: gauge('pg_exporter_last_scrape_duration_seconds', {
    help: 'Time that the exporter needed to read the server, in seconds.',
  }),
  scrapeCollectorSuccess: gauge('pg_scrape_collector_success', {
    help: 'Whether a collector of the exporter succeeded (1) or not (0).',
    labels: ['collector'],
  }),
  ...postgresTableMetrics,
})
