import { counter, gauge } from '#belfry'

/** What postgres_exporter exposes from 0.12 on: tables, WAL and the standby's own view of its lag. 0.11 has none of it. */

const table = ['datname', 'schemaname', 'relname'] as const
const counted = (name: string, help: string) => counter(`pg_stat_user_tables_${name}`, { help, labels: table })
const measured = (name: string, help: string) => gauge(`pg_stat_user_tables_${name}`, { help, labels: table })
const moment = (name: string, help: string) =>
  gauge(`pg_stat_user_tables_${name}`, {
    help: `${help}, in Unix time; 0 before the first time.`,
    labels: table,
    unit: 'seconds',
  })
const blocks = (name: string, help: string) => counter(`pg_statio_user_tables_${name}`, { help, labels: table })

export const postgresTableMetrics = {
  statUserTablesSeqScan: counted('seq_scan', 'Sequential scans of a table.'),
  statUserTablesSeqTupRead: counted('seq_tup_read', 'Rows read by sequential scans.'),
  statUserTablesIdxScan: counted('idx_scan', 'Index scans of a table.'),
  statUserTablesIdxTupFetch: counted('idx_tup_fetch', 'Rows fetched by index scans.'),
  statUserTablesNTupIns: counted('n_tup_ins', 'Rows inserted.'),
  statUserTablesNTupUpd: counted('n_tup_upd', 'Rows updated.'),
  statUserTablesNTupDel: counted('n_tup_del', 'Rows deleted.'),
  statUserTablesNLiveTup: measured('n_live_tup', 'Live rows, estimated.'),
  statUserTablesNDeadTup: measured('n_dead_tup', 'Dead rows, estimated.'),
  statUserTablesNModSinceAnalyze: measured('n_mod_since_analyze', 'Rows changed since the last analysis, estimated.'),
  statUserTablesLastVacuum: moment('last_vacuum', 'When a table was last vacuumed by hand'),
  statUserTablesLastAutovacuum: moment('last_autovacuum', 'When autovacuum last vacuumed a table'),
  statUserTablesLastAnalyze: moment('last_analyze', 'When a table was last analyzed by hand'),
  statUserTablesLastAutoanalyze: moment('last_autoanalyze', 'When autovacuum last analyzed a table'),
  statUserTablesAutovacuumCount: counted('autovacuum_count', 'Runs of autovacuum over a table.'),
  statUserTablesAutoanalyzeCount: counted('autoanalyze_count', 'Analyses of a table by autovacuum.'),
  statioUserTablesHeapBlocksHit: blocks('heap_blocks_hit', 'Blocks of a table found in the shared buffers.'),
  statioUserTablesHeapBlocksRead: blocks('heap_blocks_read', 'Blocks of a table read from the operating system.'),
  statioUserTablesIdxBlocksHit: blocks('idx_blocks_hit', 'Index blocks of a table found in the shared buffers.'),
  statioUserTablesIdxBlocksRead: blocks('idx_blocks_read', 'Index blocks of a table read from the operating system.'),
  replicationIsReplica: gauge('pg_replication_is_replica', { help: 'Whether the server is a standby (1) or not (0).' }),
  replicationLagSeconds: gauge('pg_replication_lag_seconds', {
    help: 'How far a standby is behind by its own clock, in seconds; 0 on a primary.',
  }),
  walSegments: gauge('pg_wal_segments', { help: 'WAL files on disk.' }),
  walSizeBytes: gauge('pg_wal_size_bytes', { help: 'Size of the WAL files on disk, in bytes.' }),
} as const
