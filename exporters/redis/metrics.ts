import { counter, defineMetrics, gauge, info } from '#belfry'

/** What redis_exporter 1.45 and later expose and content may want. The names `_sec`, `_status`, `_length` are the exporter's. */
export const redisMetrics = defineMetrics('stock', {
  up: gauge('redis_up', { help: 'Whether Redis answered the exporter (1) or not (0).' }),
  instanceInfo: info('redis_instance_info', {
    help: 'Version, role and mode of the server.',
    labels: [
      'redis_version',
      'redis_build_id',
      'redis_mode',
      'role',
      'os',
      'maxmemory_policy',
      'process_id',
      'run_id',
      'tcp_port',
      'master_replid',
    ],
    values: { role: ['master', 'slave'], redis_mode: ['standalone', 'sentinel', 'cluster'] },
  }),
  startTimeSeconds: gauge('redis_start_time_seconds', { help: 'When the server started, in Unix time.' }),
  uptimeInSeconds: gauge('redis_uptime_in_seconds', { help: 'How long the server has run, in seconds.' }),

  memoryUsedBytes: gauge('redis_memory_used_bytes', { help: 'Memory that the allocator handed out, in bytes.' }),
  memoryUsedRssBytes: gauge('redis_memory_used_rss_bytes', { help: 'Resident memory of the process, in bytes.' }),
  memoryUsedPeakBytes: gauge('redis_memory_used_peak_bytes', { help: 'Most memory ever handed out, in bytes.' }),
  memoryUsedDatasetBytes: gauge('redis_memory_used_dataset_bytes', { help: 'Memory that the data takes, in bytes.' }),
  memoryUsedOverheadBytes: gauge('redis_memory_used_overhead_bytes', {
    help: 'Memory that the server needs beside the data, in bytes.',
  }),
  memoryUsedLuaBytes: gauge('redis_memory_used_lua_bytes', { help: 'Memory of the Lua engine, in bytes.' }),
  memoryMaxBytes: gauge('redis_memory_max_bytes', { help: 'Memory limit (maxmemory), in bytes; 0 is no limit.' }),
  memFragmentationRatio: gauge('redis_mem_fragmentation_ratio', {
    help: 'Resident memory divided by memory handed out.',
    // Not a share: values above 1 are usual.
    unit: 'none',
  }),
  memFragmentationBytes: gauge('redis_mem_fragmentation_bytes', {
    help: 'Resident memory beyond what was handed out, in bytes.',
  }),
  allocatorFragRatio: gauge('redis_allocator_frag_ratio', {
    help: 'Active memory of the allocator divided by what it handed out.',
    unit: 'none',
  }),

  connectedClients: gauge('redis_connected_clients', { help: 'Client connections, without those of replicas.' }),
  blockedClients: gauge('redis_blocked_clients', { help: 'Clients that wait in a blocking command.' }),
  configMaxclients: gauge('redis_config_maxclients', { help: 'Client connections that the server accepts at most.' }),
  connectionsReceivedTotal: counter('redis_connections_received_total', { help: 'Connections accepted.' }),
  rejectedConnectionsTotal: counter('redis_rejected_connections_total', {
    help: 'Connections refused because the limit of clients was reached.',
  }),
  connectedSlaves: gauge('redis_connected_slaves', { help: 'Replicas that are connected.' }),

  commandsProcessedTotal: counter('redis_commands_processed_total', { help: 'Commands executed.' }),
  commandsTotal: counter('redis_commands_total', { help: 'Calls by command.', labels: ['cmd'] }),
  commandsDurationSecondsTotal: counter('redis_commands_duration_seconds_total', {
    help: 'Time spent in each command, in seconds.',
    labels: ['cmd'],
    unit: 'seconds',
  }),
  commandsFailedCallsTotal: counter('redis_commands_failed_calls_total', {
    help: 'Calls that failed while they were executed, by command.',
    labels: ['cmd'],
  }),
  commandsRejectedCallsTotal: counter('redis_commands_rejected_calls_total', {
    help: 'Calls that were refused before they were executed, by command.',
    labels: ['cmd'],
  }),
  keyspaceHitsTotal: counter('redis_keyspace_hits_total', { help: 'Key look-ups that found their key.' }),
  keyspaceMissesTotal: counter('redis_keyspace_misses_total', { help: 'Key look-ups that found nothing.' }),
  evictedKeysTotal: counter('redis_evicted_keys_total', { help: 'Keys evicted for lack of memory.' }),
  expiredKeysTotal: counter('redis_expired_keys_total', { help: 'Keys that reached the end of their life.' }),
  dbKeys: gauge('redis_db_keys', { help: 'Keys by database.', labels: ['db'] }),
  dbKeysExpiring: gauge('redis_db_keys_expiring', { help: 'Keys with an expiry by database.', labels: ['db'] }),
  dbAvgTtlSeconds: gauge('redis_db_avg_ttl_seconds', {
    help: 'Mean time to live of the keys with an expiry, in seconds.',
    labels: ['db'],
    vanishes: true,
  }),
  netInputBytesTotal: counter('redis_net_input_bytes_total', { help: 'Bytes read from the network.' }),
  netOutputBytesTotal: counter('redis_net_output_bytes_total', { help: 'Bytes written to the network.' }),
  cpuSysSecondsTotal: counter('redis_cpu_sys_seconds_total', { help: 'System CPU time of the server, in seconds.' }),
  cpuUserSecondsTotal: counter('redis_cpu_user_seconds_total', { help: 'User CPU time of the server, in seconds.' }),

  slowlogLength: gauge('redis_slowlog_length', {
    help: 'Entries that the slow log holds; never more than slowlog-max-len.',
  }),
  slowlogLastId: gauge('redis_slowlog_last_id', {
    help: 'Number of the newest entry of the slow log; grows by one with each slow command until the server restarts.',
  }),
  lastSlowExecutionDurationSeconds: gauge('redis_last_slow_execution_duration_seconds', {
    help: 'Time of the newest slow command, in seconds.',
  }),

  rdbLastSaveTimestampSeconds: gauge('redis_rdb_last_save_timestamp_seconds', {
    help: 'When the data set was last saved, in Unix time; the start of the server before the first save.',
  }),
  rdbChangesSinceLastSave: gauge('redis_rdb_changes_since_last_save', {
    help: 'Changes that the last saved data set lacks.',
  }),
  rdbLastBgsaveStatus: gauge('redis_rdb_last_bgsave_status', {
    help: 'Whether the last background save succeeded (1) or not (0).',
  }),
  rdbLastBgsaveDurationSec: gauge('redis_rdb_last_bgsave_duration_sec', {
    help: 'Time that the last background save took, in seconds; -1 before the first.',
    unit: 'seconds',
  }),
  rdbBgsaveInProgress: gauge('redis_rdb_bgsave_in_progress', {
    help: 'Whether a background save runs (1) or not (0).',
  }),
  aofEnabled: gauge('redis_aof_enabled', { help: 'Whether the append-only file is on (1) or off (0).' }),
  aofLastWriteStatus: gauge('redis_aof_last_write_status', {
    help: 'Whether the last write to the append-only file succeeded (1) or not (0).',
  }),
  aofLastBgrewriteStatus: gauge('redis_aof_last_bgrewrite_status', {
    help: 'Whether the last rewrite of the append-only file succeeded (1) or not (0).',
  }),
  latestForkSeconds: gauge('redis_latest_fork_seconds', { help: 'Time that the last fork took, in seconds.' }),

  masterReplOffset: gauge('redis_master_repl_offset', { help: 'Bytes of the replication stream so far.' }),
  exporterLastScrapeError: gauge('redis_exporter_last_scrape_error', {
    help: 'Whether the exporter failed to read the server (1) or not (0); the label carries the error.',
    labels: ['err'],
  }),
  exporterLastScrapeDurationSeconds: gauge('redis_exporter_last_scrape_duration_seconds', {
    help: 'Time that the exporter needed to read the server, in seconds.',
  }),
})
