import type { Postgres, Sample } from '#belfry'
import { dpgMetrics, pgQueryMetrics } from './metrics.ts'

interface ReplicaRow {
  readonly replica: string
  readonly client_addr: string
  readonly application_name: string
  readonly state: string
  readonly sync_state: string
  readonly lag: number | null
}

/**
 * Replicas as the server that feeds them sees them.
 *
 * PostgreSQL reports no lag for a replica that is caught up and idle: that is 0 while it streams, and unknown otherwise.
 */
export async function replication(
  postgres: Postgres,
  expected: readonly string[],
  sample: Sample,
  signal: AbortSignal,
): Promise<void> {
  // Replicas that share a name, as those left at `walreceiver`, are told apart by their address.
  const rows = await postgres.query<ReplicaRow>(
    `SELECT CASE WHEN count(*) OVER (PARTITION BY application_name) = 1 AND application_name <> '' THEN application_name
                 ELSE application_name || '@' || coalesce(host(client_addr) || ':' || client_port, pid::text) END AS replica,
            coalesce(host(client_addr), '') AS client_addr, application_name,
            coalesce(state, '') AS state, coalesce(sync_state, '') AS sync_state,
            coalesce(extract(epoch FROM replay_lag)::float8, CASE WHEN state = 'streaming' THEN 0 END) AS lag
     FROM pg_stat_replication ORDER BY pid`,
    [],
    signal,
  )
  for (const replica of expected) sample(dpgMetrics.replicationStatus, { replica }, 0)
  for (const { replica, client_addr, application_name, state, sync_state, lag } of rows) {
    sample(dpgMetrics.replicationStatus, { replica }, state === 'streaming' ? 1 : 0)
    sample(dpgMetrics.replicationLagSeconds, { replica }, lag)
    sample(pgQueryMetrics.replicationLagSeconds, { client_addr, application_name, state, sync_state }, lag)
  }
}
