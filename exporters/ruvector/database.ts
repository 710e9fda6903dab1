import type { CollectPart, Postgres, Sample } from '#belfry'
import { dpgMetrics, pgQueryMetrics } from './metrics.ts'
import { replication } from './replication.ts'

/** The server as a whole: whether it answers, its sessions, cache, temporary files, checkpoints and replicas. */
export function database(
  postgres: Postgres,
  application: (sample: Sample) => void,
  expectedReplicas: readonly string[],
): CollectPart {
  return async ({ sample, signal }) => {
    application(sample)
    // Stands when the next line fails.
    sample(dpgMetrics.postgresUp, {}, 0)
    const [server] = await postgres.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
      [],
      signal,
    )
    sample(dpgMetrics.postgresUp, {}, 1)
    await sessions(postgres, sample, signal)
    await activity(postgres, sample, signal)
    await checkpoints(postgres, server?.version ?? 0, sample, signal)
    await replication(postgres, expectedReplicas, sample, signal)
  }
}

async function sessions(postgres: Postgres, sample: Sample, signal: AbortSignal): Promise<void> {
  const [clients] = await postgres.query<{ active: number; idle: number; waiting: number }>(
    `SELECT count(*) FILTER (WHERE state = 'active') AS active,
            count(*) FILTER (WHERE state = 'idle') AS idle,
            count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS waiting
     FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND application_name <> current_setting('application_name')`,
    [],
    signal,
  )
  sample(dpgMetrics.dbConnectionsActive, {}, clients?.active ?? null)
  sample(dpgMetrics.dbConnectionsIdle, {}, clients?.idle ?? null)
  sample(dpgMetrics.dbConnectionsWaiting, {}, clients?.waiting ?? null)

  const byState = await postgres.query<{ datname: string; state: string; connections: number }>(
    `SELECT coalesce(datname, '') AS datname, coalesce(state, '') AS state, count(*) AS connections
     FROM pg_stat_activity GROUP BY 1, 2 ORDER BY 1, 2`,
    [],
    signal,
  )
  for (const { datname, state, connections } of byState)
    sample(pgQueryMetrics.databaseConnections, { datname, state }, connections)

  const slow = await postgres.query<{
    datname: string
    usename: string
    state: string
    queries: number
    longest: number
  }>(
    `SELECT coalesce(datname, '') AS datname, coalesce(usename, '') AS usename, state, count(*) AS queries,
            extract(epoch FROM max(clock_timestamp() - coalesce(query_start, xact_start)))::float8 AS longest
     FROM pg_stat_activity
     WHERE state <> 'idle' AND backend_type = 'client backend'
       AND clock_timestamp() - coalesce(query_start, xact_start) > interval '5 seconds'
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [],
    signal,
  )
  for (const { datname, usename, state, queries, longest } of slow) {
    sample(pgQueryMetrics.longRunningQueryCount, { datname, usename, state }, queries)
    sample(pgQueryMetrics.longRunningMaxDurationSeconds, { datname, usename, state }, longest)
  }
}

async function activity(postgres: Postgres, sample: Sample, signal: AbortSignal): Promise<void> {
  const [row] = await postgres.query<{ files: number; bytes: number; ratio: number | null }>(
    `SELECT temp_files AS files, temp_bytes AS bytes, blks_hit::float8 / nullif(blks_hit + blks_read, 0) AS ratio
     FROM pg_stat_database WHERE datname = current_database()`,
    [],
    signal,
  )
  sample(dpgMetrics.tempFilesTotal, {}, row?.files ?? null)
  sample(dpgMetrics.tempBytesTotal, {}, row?.bytes ?? null)
  sample(dpgMetrics.cacheHitRatio, {}, row?.ratio ?? null)
}

const checkpointsUntil16 = `
  SELECT checkpoints_timed, checkpoints_req, checkpoint_write_time, checkpoint_sync_time, buffers_checkpoint,
         buffers_clean, buffers_backend, buffers_backend_fsync, buffers_alloc
  FROM pg_stat_bgwriter`
/** PostgreSQL 17 moved checkpoints to a view of their own and no longer counts what sessions write themselves here. */
const checkpointsSince17 = `
  SELECT c.num_timed AS checkpoints_timed, c.num_requested AS checkpoints_req, c.write_time AS checkpoint_write_time,
         c.sync_time AS checkpoint_sync_time, c.buffers_written AS buffers_checkpoint, b.buffers_clean,
         NULL AS buffers_backend, NULL AS buffers_backend_fsync, b.buffers_alloc
  FROM pg_stat_checkpointer c CROSS JOIN pg_stat_bgwriter b`

const checkpointColumns = {
  checkpoints_timed: pgQueryMetrics.checkpointsTimed,
  checkpoints_req: pgQueryMetrics.checkpointsRequested,
  checkpoint_write_time: pgQueryMetrics.checkpointWriteTime,
  checkpoint_sync_time: pgQueryMetrics.checkpointSyncTime,
  buffers_checkpoint: pgQueryMetrics.buffersCheckpoint,
  buffers_clean: pgQueryMetrics.buffersClean,
  buffers_backend: pgQueryMetrics.buffersBackend,
  buffers_backend_fsync: pgQueryMetrics.buffersBackendFsync,
  buffers_alloc: pgQueryMetrics.buffersAlloc,
}

async function checkpoints(postgres: Postgres, version: number, sample: Sample, signal: AbortSignal): Promise<void> {
  const text = version >= 170_000 ? checkpointsSince17 : checkpointsUntil16
  const [row] = await postgres.query<Record<string, number | null>>(text, [], signal)
  for (const [column, family] of Object.entries(checkpointColumns)) sample(family, {}, row?.[column] ?? null)
}
